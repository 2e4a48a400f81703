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
        let tlsVerify: Bool?
        let tlsAvailable: Bool?
        let jetstream: Bool?

        enum CodingKeys: String, CodingKey {
            case version, jetstream
            case maxPayload = "max_payload"
            case authRequired = "auth_required"
            case tlsRequired = "tls_required"
            case tlsVerify = "tls_verify"
            case tlsAvailable = "tls_available"
        }
    }

    var findings: [Finding] {
        let all = BusAccess.all(settings)
        var (findings, servers) = ([Finding](), [String: Info]())
        for access in all {
            let whom = all.count > 1 ? ", for \(access.programs.joined(separator: ", "))" : ""
            guard !access.addresses.isEmpty else {
                findings.append(ownServer(whom))
                continue
            }
            let trial = try? access.trial()
            for address in access.addresses {
                let bare = Self.bare(address)
                if servers[bare] == nil {
                    findings += Self.look(bare, whom) { servers[bare] = $0 }
                }
                if let info = servers[bare] { findings.append(Self.access(trial, address, info, whom)) }
            }
        }
        return findings
    }

    private func ownServer(_ whom: String) -> Finding {
        do throws(DaemonError) {
            return Finding("nats", .ok, "up starts a server of its own: \(try UpPlan.serverPath(settings))\(whom)")
        } catch {
            return Finding(
                "nats", .failure, "none is named\(whom), and there is no nats-server to start",
                advice: "install nats-server, or name one: --common.nats-address")
        }
    }

    /// `host:port` of an address as the programs take it.
    static func bare(_ address: String) -> String {
        let rest = address.split(separator: "/").last.map(String.init) ?? address
        let hasPort = rest.drop { $0 != "]" }.contains(":") || (!rest.contains("]") && rest.contains(":"))
        return hasPort ? rest : "\(rest):4222"
    }

    // MARK: What it tells everybody

    private static func look(_ bare: String, _ whom: String, _ found: (Info) -> Void) -> [Finding] {
        do throws(DaemonError) {
            let connection = try PlainConnection(bare)
            guard let info = Self.info(connection) else {
                return [
                    Finding(
                        "nats", .failure, "\(bare): does not speak as a NATS server does\(whom)",
                        advice: "see nats-address")
                ]
            }
            found(info)
            let small = info.maxPayload < Self.neededPayload
            return [
                Finding(
                    "nats", .ok,
                    "\(bare), version \(info.version), JetStream \(info.jetstream == true ? "on" : "off")\(whom)"),
                Finding(
                    "nats payload", small ? .warning : .ok, "\(info.maxPayload) bytes at most",
                    advice: small
                        ? "large messages lose their raw bytes, or get lost: set max_payload: 16MB in the server's configuration"
                        : nil),
            ]
        } catch {
            return [Finding("nats", .failure, "\(error)\(whom)", advice: "start the server, or see nats-address")]
        }
    }

    private static func info(_ connection: PlainConnection) -> Info? {
        let line = connection.receive(limit: 65536) { $0.contains(UInt8(ascii: "\n")) }
        guard line.starts(with: Array("INFO ".utf8)) else { return nil }
        return try? JSONDecoder().decode(Info.self, from: Data(line.dropFirst(5).prefix { $0 != UInt8(ascii: "\r") }))
    }

    // MARK: Whether it lets the programs in

    private static func access(_ trial: BusTrial?, _ address: String, _ info: Info, _ whom: String) -> Finding {
        let check = "nats access"
        guard let trial else {
            return Finding(check, .skipped, "no program would start so\(whom)", advice: "mend the configuration first")
        }
        switch trial.connect(to: address) {
        case .letIn:
            let tls = trial.usesTLS ? ", over TLS" : ""
            return Finding(
                check, .ok, (info.authRequired == true ? "the account is let in" : "anybody is let in") + tls + whom)
        case .refused(let reason):
            return Finding(
                check, .failure, "\(reason)\(whom)",
                advice: trial.hasAccount
                    ? "the server does not know this account: compare it with the server's configuration, and see its log"
                    : "the server wants an account: nats-username with nats-password-file, nats-token-file, nats-nkey-file or nats-credentials-file"
            )
        case .insecure(let reason):
            return Finding(check, .failure, "TLS: \(reason)\(whom)", advice: adviceOnTLS(trial, info))
        case .unreachable(let reason):
            return Finding(
                check, .failure, "\(reason)\(whom)",
                advice: trial.usesTLS ? adviceOnTLS(trial, info) : "see the server's log")
        }
    }

    private static func adviceOnTLS(_ trial: BusTrial, _ info: Info) -> String {
        guard trial.usesTLS else {
            return "the server wants TLS: name its authority with nats-tls-ca, or write tls:// before the address"
        }
        guard info.tlsRequired == true || info.tlsAvailable == true else {
            return "the server has no TLS: give it a certificate, or leave tls:// and nats-tls-ca out"
        }
        return
            "the server's certificate has to be signed by the authority of nats-tls-ca and to name the host as nats-address does"
            + (info.tlsVerify == true ? "; and it wants one of ours: nats-tls-cert, nats-tls-key" : "")
    }
}
