import Foundation
import Glibc
import TestSupport
import Testing

@testable import PeerObserverCommand

/// What `doctor` says on the wire.
struct DoctorSecretTests {
    private static let greeting = "INFO {\"version\":\"2.11.0\",\"max_payload\":16777216,\"auth_required\":true}\r\n"

    @Test(
        arguments: [
            ([], "", true), (["--common.nats-tls-ca=/ca.pem"], "", false),
            (["--common.nats-tls-cert=/a.pem", "--common.nats-tls-key=/a.key"], "", false), ([], "tls://", false),
        ] as [([String], String, Bool)])
    func noSecretGoesInTheClearToWhoIsAskedForTLS(_ flags: [String], _ scheme: String, _ isSent: Bool) throws {
        let folder = try TemporaryDirectory()
        let token = try folder.write("sesame-token\n", to: "token")
        for (more, environment) in [
            (["--common.nats-username=u"], ["PEER_OBSERVER_COMMON_NATS_PASSWORD": "sesame-password"]),
            (["--common.nats-token-file=\(token)"], [:]),
        ] as [([String], [String: String])] {
            let server = try GreetingServer(Self.greeting)
            let settings = Settings(
                file: nil, environment: environment,
                flags: ["--common.nats-address=\(scheme)127.0.0.1:\(server.port)"] + more + flags)
            let findings = BusChecks(settings: settings).findings
            #expect(settings.problems == [])
            #expect(findings.first { $0.check == "nats access" }?.state == (isSent ? .ok : .skipped), "\(findings)")
            #expect(try server.heard().contains("sesame") == isSent)
        }
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
    private let ended = Slot(false)

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
                ended.value = true
            }
        }
    }

    /// All that it was told until the other side had hung up.
    func heard() throws -> String {
        let deadline = ContinuousClock.now + .seconds(20)
        while !ended.value {
            guard ContinuousClock.now < deadline else { throw TestError("nobody has hung up") }
            usleep(1000)
        }
        return told.value
    }

    deinit { shutdown(listening, Int32(SHUT_RDWR)) }
}
