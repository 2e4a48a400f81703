import ArgumentParser
import TestSupport
import Testing

@testable import Daemon

@Suite(.enabled(if: NATSServer.binary != nil, "needs nats-server"), .timeLimit(.minutes(2)))
struct CredentialsTests {
    /// Parses options as a daemon does, connects with them and publishes one event.
    private func publish(_ arguments: [String]) throws -> PublishLedger {
        let options = try CommonOptions.parse(arguments)
        let (configuration, _) = try BusConfiguration.from(options, program: "test")
        let bus = try makeBus(configuration)
        let subject = try #require(BusSubject("netmsg"))
        bus.publish(bytes: [1], to: subject)
        bus.stop()
        return bus.published
    }

    /// Events smaller and larger than a TLS record and the library's buffer arrive whole, in pieces of any size.
    private func receivesAll(_ arguments: [String]) throws {
        var (configuration, _) = try BusConfiguration.from(try CommonOptions.parse(arguments), program: "test")
        let publisher = try makeBus(configuration)
        configuration.receives = true
        let (subscriber, received) = (try makeBus(configuration), Received())
        try subscriber.subscribe(to: ["netmsg"], pendingBytes: 64 << 20, handler: Collect(received))
        let subject = try #require(BusSubject("netmsg"))
        let sizes = (0..<500).map { 1 + ($0 * 7919) % ($0 % 50 == 0 ? 300_000 : 3_000) }
        for size in sizes { publisher.publish(bytes: [UInt8](repeating: 1, count: size), to: subject) }
        publisher.stop()
        wait { received.all.count == sizes.count }
        #expect(received.all == sizes.map { "netmsg \($0)" })
        subscriber.stop()
    }

    @Test func takesUserAndPasswordWithCharactersThatJSONEscapes() throws {
        let configuration = "authorization { user: \"a\\\"b\", password: \"c\\\\d\\\"\" }"
        let server = try NATSServer(configuration: configuration)
        defer { server.stop() }
        let file = try server.directory.write("  c\\d\"\n", to: "password")
        #expect(try publish(["-a", server.address, "-u", "a\"b", "-f", file]).confirmed == 1)
    }

    @Test func prefersThePasswordToTheFile() throws {
        let server = try NATSServer(configuration: "authorization { user: alice, password: right }")
        defer { server.stop() }
        let file = try server.directory.write("wrong", to: "password")
        #expect(try publish(["-a", server.address, "-u", "alice", "-p", "right", "-f", file]).confirmed == 1)
    }

    @Test func takesAToken() throws {
        let server = try NATSServer(configuration: "authorization { token: s3cret }")
        defer { server.stop() }
        let file = try server.directory.write("s3cret\n", to: "token")
        #expect(try publish(["-a", server.address, "--nats-token-file", file]).confirmed == 1)
    }

    @Test func takesAnNkey() throws {
        // The pair of the NATS documentation.
        let publicKey = "UDXU4RCSJNZOIQHZNWXHXORDPRTGNJAHAHFRGZNEEJCPQTT2M7NLCNF4"
        let seed = "SUACSSL3UAHUDXKFSNVUZRF5UHPMWZ6BFDTJ7M6USDXIEDNPPQYYYCU3VY"
        #expect(try NKey.publicKey(seed: seed) == publicKey)
        let server = try NATSServer(configuration: "authorization { users: [{ nkey: \(publicKey) }] }")
        defer { server.stop() }
        let file = try server.directory.write(seed, to: "seed")
        #expect(try publish(["-a", server.address, "--nats-nkey-file", file]).confirmed == 1)
    }

    @Test(arguments: [
        "SUACSSL3UAHUDXKFSNVUZRF5UHPMWZ6BFDTJ7M6USDXIEDNPPQYYYCU4VY", "SUAC", "", "not base32!",
        "UDXU4RCSJNZOIQHZNWXHXORDPRTGNJAHAHFRGZNEEJCPQTT2M7NLCNF4",
    ]) func refusesWhatIsNoSeed(text: String) {
        #expect(throws: DaemonError.self) { _ = try NKey.publicKey(seed: text) }
    }

    @Test(.enabled(if: TLSAuthority.openssl != nil, "needs openssl"))
    func connectsOverTLSAndShowsItsCertificate() throws {
        let files = try TLSAuthority()
        let server = try NATSServer(configuration: files.natsConfiguration(verify: true))
        defer { server.stop() }
        let tls = [
            "--nats-tls-ca", files.path("ca.pem"), "--nats-tls-cert", files.path("client.pem"), "--nats-tls-key",
            files.path("client.key"),
        ]
        #expect(try publish(["-a", server.address] + tls).confirmed == 1)
        try receivesAll(["-a", server.address] + tls)
        // Another authority does not vouch for the server.
        let stranger = ["--nats-tls-ca", files.path("stranger.pem")] + tls[2...]
        #expect(try publish(["-a", server.address] + stranger).confirmed == 0)
    }

    @Test(arguments: [
        (["-u", "alice"], "--nats-username needs a password"),
        (["-p", "secret"], "a NATS password needs a user"),
        (["-u", "a", "-f", "/nowhere"], "cannot read the NATS password from /nowhere: No such file or directory"),
        (["--nats-token-file", "/dev/null"], "/dev/null is empty, but should hold the NATS token"),
        (["-u", "a", "--nats-token-file", "x"], "--nats-username and --nats-token-file exclude each other"),
        (["--nats-tls-cert", "x"], "--nats-tls-cert and --nats-tls-key belong together"),
    ]) func refusesOptionsThatDoNotFit(arguments: [String], message: String) throws {
        let options = try CommonOptions.parse(arguments)
        let error = #expect(throws: DaemonError.self) { _ = try BusConfiguration.from(options, program: "test") }
        #expect(error?.message == message)
    }

    @Test(arguments: ["", ",", "a b", "nats://alice:secret@host:1"]) func refusesAddresses(text: String) {
        #expect(throws: DaemonError.self) { _ = try NATSAddress.urls(text) }
    }

    @Test func readsSeveralAddresses() throws {
        #expect(try NATSAddress.urls("a:1, tls://b:2") == ["nats://a:1", "tls://b:2"])
    }

    @Test func tellsWhichCertificateIsUnusable() throws {
        let error = #expect(throws: DaemonError.self) { try publish(["--nats-tls-ca", "/nowhere"]) }
        #expect(error?.message.contains("the TLS authority /nowhere") == true)
    }
}
