import Glibc
import PeerObserver
import TestSupport
import Testing

extension Integration {
    /// TLS of the websocket tool itself, seen by Python's ssl.
    @Suite(
        .timeLimit(.minutes(2)), .enabled(if: TLSFiles.openssl != nil, "needs openssl"),
        .enabled(if: ForeignClients.python != nil, ForeignClients.pythonIsMissing))
    struct WebSocketTLS {
        @Test func pagesAndWebsocketsAreServedOverTLSAlone() throws {
            let files = try TLSFiles()
            let tool = try files.startTool()
            try expectGood(tool, trusting: files.one)
            // Who trusts another certificate does not connect.
            try expectDistrust(tool, trusting: files.two)
        }

        @Test func aRenewedCertificateIsUsedWithoutARestart() throws {
            let files = try TLSFiles()
            let tool = try files.startTool()
            let old = try ForeignClients.start("websocket_tls_client.py", ["\(tool.port)", files.one, "hold"])
            try old.line(containing: "subscribed")
            tool.ping(7..<8)
            try old.line(containing: "page")

            // While one of the files is new, they do not fit each other: the old pair stays.
            try files.install("two", certificate: true, key: false)
            try expectGood(tool, trusting: files.one)
            try files.install("two", certificate: false, key: true)
            try expectGood(tool, trusting: files.two)
            try expectDistrust(tool, trusting: files.one)
            // What is no certificate changes nothing either.
            try files.directory.write("-----BEGIN CERTIFICATE-----\n", to: "live.pem")
            try expectGood(tool, trusting: files.two)

            // Who was connected stays so.
            old.signal(SIGUSR1)
            try old.line(containing: "held")
            #expect(old.wait() == 0, "\(old.output)")
        }

        @Test func filesThatDoNotFitEndTheProgram() throws {
            let files = try TLSFiles()
            let (one, two) = (files.one, files.directory.path + "/two.key")
            for (arguments, problem) in [
                (["--tls-cert", one], "belong together"), (["--tls-key", two], "belong together"),
                (["--tls-cert", one, "--tls-key", two], "cannot use the certificate"),
                (["--tls-cert", "/nowhere", "--tls-key", two], "cannot use the certificate /nowhere"),
            ] {
                let tool = try ChildProcess(
                    Products.path("websocket"), ["-a", "127.0.0.1:1", "-w", "127.0.0.1:0"] + arguments)
                #expect(tool.wait() == 1)
                #expect(tool.output.contains { $0.contains(problem) }, "\(tool.output)")
            }
        }

        private func expectGood(
            _ tool: WebSocketProcess, trusting certificate: String, _ location: SourceLocation = #_sourceLocation
        ) throws {
            let client = try ForeignClients.start("websocket_tls_client.py", ["\(tool.port)", certificate])
            try client.line(containing: "subscribed")
            tool.ping(7..<8)
            #expect(client.wait() == 0, "\(client.output)", sourceLocation: location)
            #expect(
                client.output == ["subscribed", "event", "page", "plain refused", "done"], sourceLocation: location)
        }

        private func expectDistrust(
            _ tool: WebSocketProcess, trusting certificate: String, _ location: SourceLocation = #_sourceLocation
        ) throws {
            let client = try ForeignClients.start("websocket_tls_client.py", ["\(tool.port)", certificate])
            #expect(client.wait() != 0, sourceLocation: location)
            #expect(
                client.output.last?.contains("CERTIFICATE_VERIFY_FAILED") == true, "\(client.output)",
                sourceLocation: location)
        }
    }
}

/// Two self-signed certificates with their keys, and a pair that a tool is started with.
private final class TLSFiles {
    static let openssl = ["/usr/bin/openssl", "/usr/local/bin/openssl"].first { isExecutable($0) }

    let directory: TemporaryDirectory
    var one: String { directory.path + "/one.pem" }
    var two: String { directory.path + "/two.pem" }

    init() throws {
        directory = try TemporaryDirectory()
        for name in ["one", "two"] {
            let made = try ChildProcess(
                Self.openssl ?? "",
                [
                    "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2",
                    "-subj", "/CN=\(name)", "-addext", "subjectAltName=IP:127.0.0.1", "-keyout",
                    "\(directory.path)/\(name).key", "-out", "\(directory.path)/\(name).pem",
                ])
            guard made.wait() == 0 else { throw TestError("openssl: \(made.output)") }
        }
        try install("one", certificate: true, key: true)
    }

    /// Puts a certificate, its key or both where the tool reads them.
    func install(_ name: String, certificate: Bool, key: Bool) throws {
        for (ending, wanted) in [("pem", certificate), ("key", key)] where wanted {
            try directory.write(try directory.read("\(name).\(ending)"), to: "live.\(ending)")
        }
    }

    func startTool() throws -> WebSocketProcess {
        let tool = try WebSocketProcess(
            ["--tls-cert", "\(directory.path)/live.pem", "--tls-key", "\(directory.path)/live.key"])
        #expect(tool.process.output.contains { $0.contains("on https://127.0.0.1:\(tool.port)") })
        return tool
    }
}
