import Foundation
import Glibc
import TestSupport
import Testing

@testable import PeerObserverCommand

/// What `doctor` says on the wire.
struct DoctorSecretTests {
    private static let greeting = "INFO {\"version\":\"2.11.0\",\"max_payload\":16777216,\"auth_required\":true}\r\n"

    /// The program's own question for what everybody is told, and the one with the account.
    @Test(arguments: [("", Finding.State.ok), ("tls://", .failure)])
    func noSecretGoesInTheClearToWhoIsAskedForTLS(_ scheme: String, _ state: Finding.State) throws {
        let folder = try TemporaryDirectory()
        let token = try folder.write("sesame-token\n", to: "token")
        for (more, environment) in [
            (["--common.nats-username=u"], ["PEER_OBSERVER_COMMON_NATS_PASSWORD": "sesame-password"]),
            (["--common.nats-token-file=\(token)"], [:]),
        ] as [([String], [String: String])] {
            let server = try GreetingServer(Self.greeting)
            let settings = Settings(
                file: nil, environment: environment,
                flags: ["--common.nats-address=\(scheme)127.0.0.1:\(server.port)"] + more)
            let findings = BusChecks(settings: settings).findings
            #expect(settings.problems == [])
            #expect(findings.first { $0.check == "nats access" }?.state == state, "\(findings)")
            #expect(try server.heard(connections: 2).contains("sesame") == (state == .ok))
        }
    }

    @Test func noSecretGoesAnywhereWhereAFileOfTLSIsMissing() throws {
        let server = try GreetingServer(Self.greeting)
        let settings = Settings(
            file: nil, environment: ["PEER_OBSERVER_COMMON_NATS_PASSWORD": "sesame-password"],
            flags: [
                "--common.nats-address=127.0.0.1:\(server.port)", "--common.nats-username=u",
                "--common.nats-tls-ca=/ca.pem",
            ])
        let findings = DoctorCommand.findings(settings, nil)
        #expect(findings.first { $0.check == "nats access" }?.state == .skipped)
        #expect(findings.contains { $0.check == "configuration" && $0.detail.contains("/ca.pem: No such file") })
        #expect(try server.heard(connections: 1).contains("sesame") == false)
    }

    @Test func anAccountInTheAddressIsRefusedAndNotPrinted() {
        let settings = Settings(
            file: nil, environment: [:], flags: ["--common.nats-address=nats://u:sesame@127.0.0.1:1"])
        #expect(settings["common", "nats-address"] == nil)
        let findings = DoctorCommand.findings(settings, nil)
        #expect(findings.contains { $0.check == "configuration" && $0.state == .failure })
        #expect(!findings.json.contains("sesame"))
    }
}

/// Greets who connects as a NATS server does, answers a PING, and keeps what it is told.
private final class GreetingServer: Sendable {
    let port: Int
    private let listening: Int32
    private let told = Slot("")
    private let ended = Slot(0)

    init(_ greeting: String) throws {
        (listening, port) = try LoopbackSocket.listen()
        Thread.detachNewThread { [listening, told, ended] in
            while let descriptor = LoopbackSocket.accept(from: listening) {
                LoopbackSocket.send(greeting.utf8, to: descriptor)
                while case let bytes = LoopbackSocket.receive(from: descriptor), !bytes.isEmpty {
                    told.value += String(decoding: bytes, as: UTF8.self)
                    if told.value.hasSuffix("PING\r\n") { LoopbackSocket.send("PONG\r\n".utf8, to: descriptor) }
                }
                close(descriptor)
                ended.value += 1
            }
        }
    }

    /// All that it was told until so many connections had ended.
    func heard(connections: Int) throws -> String {
        let deadline = ContinuousClock.now + .seconds(20)
        while ended.value < connections {
            guard ContinuousClock.now < deadline else { throw TestError("nobody has hung up") }
            usleep(1000)
        }
        return told.value
    }

    deinit { shutdown(listening, Int32(SHUT_RDWR)) }
}
