import Glibc
import TestSupport
import Testing

@Suite(.enabled(if: NATSServer.binary != nil, "needs nats-server"), .timeLimit(.minutes(2)))
struct LifecycleTests {
    private func start(_ arguments: String...) throws -> ChildProcess {
        try ChildProcess(builtProduct("daemon-fixture"), arguments)
    }

    @Test(arguments: [SIGTERM, SIGINT]) func confirmsWhatItPublishedAndExitsWithZero(signal: Int32) throws {
        let server = try NATSServer()
        defer { server.stop() }
        let program = try start("-a", server.address, "--events", "1000")
        defer { program.stop() }
        try program.line(containing: "published events=1000")
        program.signal(signal)
        #expect(program.wait() == 0)
        try program.line(containing: "stopped confirmed=1000 in_doubt=0 lost=0 seen=1000")
    }

    @Test func endsAtOnceOnASecondSignal() throws {
        let server = try NATSServer()
        defer { server.stop() }
        let program = try start("-a", server.address, "--hang")
        defer { program.stop() }
        try program.line(containing: "published")
        program.signal(SIGTERM)
        try program.line(containing: "hanging")
        program.signal(SIGTERM)
        #expect(program.wait() == 130)
    }

    @Test func tellsAnErrorInOneLineAndExitsWithOne() throws {
        let server = try NATSServer()
        defer { server.stop() }
        let program = try start("-a", server.address, "--fail", "-l", "off")
        defer { program.stop() }
        #expect(program.wait() == 1)
        try program.line(containing: "error: ")
        #expect(program.output == ["error: the fixture\\nfails (as it was asked to)"])
    }

    @Test func goesOnWithoutAServerAndConnectsWhenThereIsOne() throws {
        let port = try freePort()
        let program = try start("-a", "127.0.0.1:\(port)", "--events", "3")
        defer { program.stop() }
        try program.line(containing: "NATS server 127.0.0.1:\(port) is not reachable")
        try program.line(containing: "published")
        let server = try NATSServer(port: port)
        defer { server.stop() }
        try program.line(containing: "connected to NATS server 127.0.0.1:\(port)")
        program.signal(SIGTERM)
        #expect(program.wait() == 0)
        try program.line(containing: "confirmed=3")
    }

    @Test func endsWhenTheServerRefusesItsCredentials() throws {
        let server = try NATSServer(configuration: "authorization { token: secret }")
        defer { server.stop() }
        let program = try start("-a", server.address)
        defer { program.stop() }
        #expect(program.wait() == 1)
        try program.line(
            containing: "error: NATS server \(server.address) refused the credentials: Authorization Violation")
    }

    @Test func wantsAPasswordForAUser() throws {
        let program = try start("-u", "alice")
        defer { program.stop() }
        #expect(program.wait() == 1)
        try program.line(containing: "error: --nats-username needs a password (add --nats-password-file FILE)")
    }

    @Test func warnsOfAPasswordOnTheCommandLine() throws {
        let server = try NATSServer(configuration: "authorization { user: alice, password: secret }")
        defer { server.stop() }
        let program = try start("-a", server.address, "-u", "alice", "-p", "secret")
        defer { program.stop() }
        try program.line(containing: "WARN  --nats-password shows the password")
        try program.line(containing: "connected to NATS server")
    }

    @Test func tellsThatAnAddressIsTaken() throws {
        let server = try NATSServer()
        defer { server.stop() }
        let program = try start("-a", server.address, "--prometheus-address", server.address)
        defer { program.stop() }
        #expect(program.wait() == 1)
        try program.line(containing: "error: cannot listen on \(server.address): Address already in use")
    }

    @Test func servesItsMetricsAndItsState() throws {
        let port = try freePort()
        let program = try start(
            "-a", "127.0.0.1:\(port)", "--prometheus-address", "127.0.0.1:0", "--events", "7")
        defer { program.stop() }
        let line = try program.line(containing: "listening on http://127.0.0.1:")
        let listening = try #require(Int(line.split(whereSeparator: { !$0.isNumber }).last ?? ""))
        try program.line(containing: "published")
        func get(_ path: String) throws -> String {
            try httpRequest("GET \(path) HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n", port: listening)
        }
        #expect(try get("/-/healthy").hasPrefix("HTTP/1.1 200 OK"))
        #expect(try get("/-/ready").hasPrefix("HTTP/1.1 503"))
        #expect(try get("/metrics").contains("\ndaemonfixture_events_in_flight 7\n"))
        let server = try NATSServer(port: port)
        defer { server.stop() }
        try program.line(containing: "connected to NATS server")
        #expect(try get("/-/ready").hasPrefix("HTTP/1.1 200 OK"))
        #expect(try get("/").contains("<a href=\"/metrics\">"))
    }

    @Test(arguments: ["-V", "--version"]) func showsItsVersion(flag: String) throws {
        let program = try start(flag)
        defer { program.stop() }
        #expect(program.wait() == 0)
        try program.line(containing: "0.")
    }
}
