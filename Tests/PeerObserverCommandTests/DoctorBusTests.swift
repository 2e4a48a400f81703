import Foundation
import Glibc
import TestSupport
import Testing

@testable import PeerObserverCommand

/// `doctor` and a real nats-server: what it is told is what the programs would meet.
@Suite(.enabled(if: NATSServer.binary != nil, "nats-server is not installed"))
struct DoctorBusTests {
    /// The pair of the NATS documentation.
    private static let publicKey = "UDXU4RCSJNZOIQHZNWXHXORDPRTGNJAHAHFRGZNEEJCPQTT2M7NLCNF4"
    private static let seed = "SUACSSL3UAHUDXKFSNVUZRF5UHPMWZ6BFDTJ7M6USDXIEDNPPQYYYCU3VY"
    private static let otherSeed = "SUAAAAICAMCAKBQHBAEQUCYMBUHA6EARCIJRIFIWC4MBSGQ3DQOR4H776Y"

    private static func access(_ flags: [String]) throws -> Finding {
        let settings = Settings(file: nil, environment: [:], flags: flags)
        try #require(settings.problems == [])
        return try #require(BusChecks(settings: settings).findings.first { $0.check == "nats access" })
    }

    private static func flags(_ server: NATSServer, _ more: [String: String] = [:], scheme: String = "") -> [String] {
        ["--common.nats-address=\(scheme)\(server.address)"] + more.map { "--common.nats-\($0.key)=\($0.value)" }
    }

    @Test func nkeysAndTokensAreTried() throws {
        let directory = try TemporaryDirectory()
        let server = try NATSServer(configuration: "authorization { users: [{ nkey: \(Self.publicKey) }] }")
        let right = try Self.access(Self.flags(server, ["nkey-file": try directory.write(Self.seed, to: "seed")]))
        #expect(right.state == .ok && right.detail == "the account is let in")
        let other = try Self.access(Self.flags(server, ["nkey-file": try directory.write(Self.otherSeed, to: "other")]))
        #expect(other.state == .failure && other.detail.contains("Authorization Violation"), "\(other)")
        #expect(other.advice?.hasPrefix("the server does not know this account") == true)
        let nobody = try Self.access(Self.flags(server))
        #expect(nobody.state == .failure && nobody.advice?.hasPrefix("the server wants an account") == true)

        let asking = try NATSServer(configuration: "authorization { token: sesame }")
        for (token, state) in [("sesame", Finding.State.ok), ("barley", .failure)] {
            let file = try directory.write(token, to: "token")
            #expect(try Self.access(Self.flags(asking, ["token-file": file])).state == state)
        }
    }

    @Test func aFileThatIsNoKeyIsNamed() throws {
        let (directory, server) = (try TemporaryDirectory(), try NATSServer())
        let path = try directory.write("no seed", to: "seed")
        let settings = Settings(file: nil, environment: [:], flags: Self.flags(server, ["nkey-file": path]))
        let findings = DoctorCommand.findings(settings, nil)
        #expect(findings.first { $0.check == "nats access" }?.state == .skipped)
        let told = findings.first { $0.check == "configuration" }
        #expect(told?.detail.hasPrefix("[common]: the nkey seed is malformed") == true, "\(findings)")
        let missing = Settings(
            file: nil, environment: [:], flags: Self.flags(server, ["credentials-file": "/no/creds"]))
        #expect(
            DoctorCommand.findings(missing, nil).contains {
                $0.check == "configuration" && $0.detail.contains("/no/creds: No such file or directory")
            })
    }

    @Test(.enabled(if: TLSAuthority.openssl != nil, "needs openssl"))
    func certificatesOfBothSidesAreTried() throws {
        let files = try TLSAuthority()
        let trust = ["tls-ca": files.path("ca.pem")]
        let pair = ["tls-cert": files.path("client.pem"), "tls-key": files.path("client.key")]
        let (open, plain) = (try NATSServer(configuration: files.natsConfiguration(verify: false)), try NATSServer())
        let right = try Self.access(Self.flags(open, trust))
        #expect(right.state == .ok && right.detail == "anybody is let in, over TLS", "\(right)")
        for (flags, words) in [
            (Self.flags(open), "the server wants TLS"),
            (Self.flags(open, ["tls-ca": files.path("stranger.pem")]), "signed by the authority of nats-tls-ca"),
            (Self.flags(open, scheme: "tls://"), "signed by the authority of nats-tls-ca"),
            (Self.flags(plain, trust), "the server has no TLS"),
        ] {
            let found = try Self.access(flags)
            #expect(found.state == .failure && found.detail.hasPrefix("TLS: "), "\(found)")
            #expect(found.advice?.contains(words) == true, "\(found)")
        }
        plain.stop()
        let strict = try NATSServer(configuration: files.natsConfiguration(verify: true))
        #expect(try Self.access(Self.flags(strict, trust.merging(pair) { $1 })).state == .ok)
        let without = try Self.access(Self.flags(strict, trust))
        #expect(without.state == .failure)
        #expect(without.advice?.hasSuffix("it wants one of ours: nats-tls-cert, nats-tls-key") == true, "\(without)")
    }

    @Test func aProgramsOwnServerIsTriedForIt() throws {
        let (common, own) = (
            try NATSServer(configuration: "max_payload: 16MB"),
            try NATSServer(configuration: "authorization { user: u, password: p }")
        )
        let directory = try TemporaryDirectory()
        func findings(_ more: [String]) -> [Finding] {
            BusChecks(
                settings: Settings(
                    file: nil, environment: [:],
                    flags: Self.flags(common) + [
                        "--run=metrics", "--run=websocket", "--run=rpc-extractor",
                        "--websocket.nats-address=\(own.address)",
                    ] + more)
            ).findings
        }
        let without = findings([])
        #expect(without.filter { $0.check == "nats" }.count == 2)
        #expect(
            without.filter { $0.state == .failure }.map { "\($0.check): \($0.detail)" } == [
                "nats access: Authorization Violation, for websocket"
            ], "\(without)")
        #expect(without.contains { $0.check == "nats access" && $0.detail.hasSuffix(", for metrics, rpc-extractor") })
        let file = try directory.write("p", to: "password")
        let with = findings(["--websocket.nats-username=u", "--websocket.nats-password-file=\(file)"])
        #expect(with.allSatisfy { $0.state != .failure }, "\(with)")
    }

    @Test func programsWithoutAServerGetOneOfUps() {
        let settings = Settings(
            file: nil, environment: [:],
            flags: [
                "--run=metrics", "--run=websocket", "--websocket.nats-address=127.0.0.1:1",
                "--nats-server=/some/nats-server",
            ])
        let findings = BusChecks(settings: settings).findings
        #expect(findings.first?.detail == "up starts a server of its own: /some/nats-server, for metrics")
        #expect(findings.last?.state == .failure && findings.last?.detail.hasSuffix(", for websocket") == true)
    }

    @Test(arguments: [
        ("a:1", "a:1"), ("nats://a:1", "a:1"), ("a", "a:4222"), ("tls://a", "a:4222"), ("[::1]", "[::1]:4222"),
        ("[::1]:1", "[::1]:1"), ("nats://[::1]:1", "[::1]:1"),
    ])
    func anAddressWithoutAPortHasTheUsualOne(_ address: String, _ bare: String) {
        #expect(BusChecks.bare(address) == bare)
    }
}

/// What `doctor` says of the programs that `up` would run.
struct DoctorProgramTests {
    private static func findings(_ flags: [String], isPrivileged: Bool = true) -> [Finding] {
        let folder = (try? builtProduct("metrics"))?.dropLast("/metrics".count) ?? ""
        return ProgramChecks(
            settings: Settings(file: nil, environment: [:], flags: flags),
            executables: Executables(folders: [String(folder)]), isPrivileged: isPrivileged
        ).findings
    }

    @Test func theProgramsThatRunAreNamed() {
        let well = Self.findings(["--run=metrics", "--run=websocket"])
        #expect(well == [Finding("programs", .ok, "metrics, websocket")])
    }

    @Test func whatIsLeftOutIsAWarningAndWhatIsRefusedAFailure() {
        let left = Self.findings(["--without=rpc-extractor", "--ebpf-extractor.bitcoind-path=/a"], isPrivileged: false)
        #expect(left.map(\.state) == [.warning, .warning], "\(left)")
        #expect(left.contains { $0.detail.hasPrefix("log-extractor is not run: it needs log-extractor.debug-log") })
        #expect(left.contains { $0.detail.hasPrefix("ebpf-extractor is not run: it needs CAP_") })
        let refused = Self.findings(["--run=rpc-extractor"])
        #expect(refused.first?.state == .failure && refused.last?.detail == "there is nothing to run", "\(refused)")
        let nothing = ProgramChecks(
            settings: Settings(file: nil, environment: [:], flags: ["--run=metrics"]),
            executables: Executables(folders: ["/nowhere"])
        ).findings
        #expect(nothing.map(\.state) == [.failure])
    }
}
