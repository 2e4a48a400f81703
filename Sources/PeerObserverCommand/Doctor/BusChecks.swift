import Daemon
import FoundationEssentials

/// The NATS server: whether it answers, takes what a node sends, and lets us in.
struct BusChecks {
    let settings: Settings

    /// The largest message of Bitcoin has 4,000,000 bytes, and an event some more.
    static let neededPayload = 4_100_000

    private struct Info: Decodable {
        let version: String
        let maxPayload: Int
        let authRequired: Bool?
        let tlsRequired: Bool?
        let jetstream: Bool?

        enum CodingKeys: String, CodingKey {
            case version, jetstream
            case maxPayload = "max_payload"
            case authRequired = "auth_required"
            case tlsRequired = "tls_required"
        }
    }

    var findings: [Finding] {
        guard let address = settings["common", "nats-address"]?.value.argument else {
            let server = try? UpPlan.serverPath(settings)
            return [
                server.map { Finding("nats", .ok, "up starts a server of its own: \($0)") }
                    ?? Finding(
                        "nats", .failure, "none is named, and there is no nats-server to start",
                        advice: "install nats-server, or name one: --common.nats-address")
            ]
        }
        return address.split(separator: ",").flatMap { part in findings(String(part.drop { $0 == " " })) }
    }

    private func findings(_ address: String) -> [Finding] {
        let bare = address.split(separator: "/").last.map(String.init) ?? address
        do throws(DaemonError) {
            let connection = try PlainConnection(bare)
            guard let info = Self.info(connection) else {
                return [
                    Finding(
                        "nats", .failure, "\(bare): does not speak as a NATS server does",
                        advice: "see common.nats-address")
                ]
            }
            var findings = [
                Finding(
                    "nats", .ok, "\(bare), version \(info.version), JetStream \(info.jetstream == true ? "on" : "off")")
            ]
            let small = info.maxPayload < Self.neededPayload
            findings.append(
                Finding(
                    "nats payload", small ? .warning : .ok, "\(info.maxPayload) bytes at most",
                    advice: small
                        ? "large messages lose their raw bytes, or get lost: set max_payload: 16MB in the server's configuration"
                        : nil))
            return findings + [try access(connection, info)]
        } catch {
            return [Finding("nats", .failure, "\(error)", advice: "start the server, or see common.nats-address")]
        }
    }

    private static func info(_ connection: PlainConnection) -> Info? {
        let line = connection.receive(limit: 65536) { $0.contains(UInt8(ascii: "\n")) }
        guard line.starts(with: Array("INFO ".utf8)) else { return nil }
        return try? JSONDecoder().decode(Info.self, from: Data(line.dropFirst(5).prefix { $0 != UInt8(ascii: "\r") }))
    }

    private struct Connect: Encodable {
        var verbose = false
        var pedantic = false
        var lang = "swift"
        var version = daemonVersion
        var name = "peer-observer doctor"
        var user: String?
        var pass: String?
        var token: String?

        enum CodingKeys: String, CodingKey {
            case verbose, pedantic, lang, version, name, user, pass
            case token = "auth_token"
        }
    }

    private func access(_ connection: PlainConnection, _ info: Info) throws(DaemonError) -> Finding {
        func text(_ key: String) -> String? { settings["common", key]?.value.argument }
        // What speaks no TLS must not send a secret, above all not to a server that asks for none although we do.
        if info.tlsRequired == true || wantsTLS || text("nats-nkey-file") != nil || text("nats-credentials-file") != nil
        {
            return Finding(
                "nats access", .skipped, "TLS, nkeys and credentials are not tried here",
                advice: "start one program: it tells whether the server lets it in")
        }
        var connect = Connect()
        connect.user = text("nats-username")
        connect.pass = text("nats-password") ?? text("nats-password-file").flatMap(Self.secret)
        connect.token = text("nats-token-file").flatMap(Self.secret)
        guard let data = try? JSONEncoder().encode(connect) else { throw DaemonError("the account cannot be written") }
        try connection.send("CONNECT \(String(decoding: data, as: UTF8.self))\r\nPING\r\n")
        let answer = String(
            decoding: connection.receive(limit: 65536) { $0.contains(UInt8(ascii: "\n")) }, as: UTF8.self)
        guard answer.hasPrefix("PONG") else {
            let advice =
                info.authRequired == true
                ? "the server wants an account: common.nats-username with nats-password-file, or nats-token-file"
                : "see the server's log"
            return Finding(
                "nats access", .failure,
                answer.split(whereSeparator: \.isNewline).first.map(String.init) ?? "no answer", advice: advice)
        }
        return Finding("nats access", .ok, info.authRequired == true ? "the account is let in" : "anybody is let in")
    }

    /// As the programs see it: one address of the list is enough.
    private var wantsTLS: Bool {
        settings["common", "nats-address"]?.value.argument?.contains("tls://") == true
            || ["nats-tls-ca", "nats-tls-cert", "nats-tls-key"].contains { settings["common", $0] != nil }
    }

    private static func secret(_ path: String) -> String? { try? SecretFile.read(path, "the secret") }
}
