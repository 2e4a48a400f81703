import Dispatch
import Glibc
import TestSupport
import Testing

@testable import Daemon

/// Connections that fail in other ways than those of `LossIdentityTests`.
@Suite(.enabled(if: NATSServer.binary != nil, "needs nats-server"), .timeLimit(.minutes(2)))
struct ConnectionTests {
    @Test func connectsToAServerThatWasHungAtTheStart() throws {
        let server = try NATSServer()
        defer { server.stop() }
        server.pause()
        let bus = try makeBus(server.address) { $0.connectTimeout = .milliseconds(200) }
        #expect(!bus.isConnected)
        let subject = try #require(BusSubject("netmsg"))
        bus.publish(bytes: [1], to: subject)
        server.resume()
        wait { bus.isConnected && bus.published.inFlight == 0 }
        bus.stop()
        #expect(bus.published.confirmed == 1)
    }

    @Test func failsWhenTheServerNoLongerTakesItsCredentials() async throws {
        let server = try NATSServer()
        defer { server.stop() }
        let bus = try makeBus(server.address)
        #expect(bus.isConnected)
        try server.restart(configuration: "authorization { token: other }")
        let failure = await bus.untilFailure()
        #expect(failure?.message == "NATS server \(server.address) refused the credentials: Authorization Violation")
        bus.stop()
    }

    @Test func connectsAgainAfterAnErrorThatTheLibraryEndsAConnectionFor() throws {
        let fake = try FakeServer()
        defer { fake.stop() }
        let bus = try makeBus(fake.address)
        let subject = try #require(BusSubject("netmsg"))
        #expect(bus.isConnected)
        fake.send("-ERR 'Maximum Payload Violation'\r\n")
        wait { fake.connections == 2 && bus.isConnected }
        bus.publish(bytes: [1], to: subject)
        wait { bus.published.inFlight == 0 }
        bus.stop()
        #expect(bus.published.confirmed == 1 && bus.published.seen == 1)
    }

    /// The client library calls a fence answered whose PING it could not write.
    @Test func confirmsNothingThatNoServerAnswered() throws {
        let fake = try FakeServer()
        defer { fake.stop() }
        let bus = try makeBus(fake.address)
        let subject = try #require(BusSubject("netmsg"))
        fake.answersPings = false
        for _ in 0..<100 { bus.publish(bytes: [1], to: subject) }
        fake.cut()
        wait { !bus.isConnected }
        #expect(bus.published.confirmed == 0 && bus.published.inDoubt == 100)
        bus.stop()
    }
}

/// Just enough of a NATS server to misbehave.
final class FakeServer: Sendable {
    private let listening: Int32
    private let port: Int
    private let current = Slot<Int32>(-1)
    private let answers = Slot(true)
    private let accepted = Slot(0)

    init() throws {
        (listening, port) = try LoopbackSocket.listen()
        DispatchQueue(label: "fake server").async { [self] in
            while let client = LoopbackSocket.accept(from: listening) {
                current.value = client
                answers.value = true
                accepted.value += 1
                serve(client)
                close(client)
            }
            close(listening)
        }
    }

    var address: String { "127.0.0.1:\(port)" }
    var answersPings: Bool {
        get { answers.value }
        set { answers.value = newValue }
    }

    /// How many have been made so far.
    var connections: Int { accepted.value }

    func send(_ text: String) { LoopbackSocket.send(text.utf8, to: current.value) }

    func cut() { shutdown(current.value, Int32(SHUT_RDWR)) }

    func stop() {
        shutdown(listening, Int32(SHUT_RDWR))
        cut()
    }

    private func serve(_ client: Int32) {
        let info =
            "INFO {\"server_id\":\"x\",\"version\":\"2.9.0\",\"max_payload\":1048576,\"proto\":1,\"headers\":true}\r\n"
        LoopbackSocket.send(info.utf8, to: client)
        var pending: [UInt8] = []
        while case let bytes = LoopbackSocket.receive(from: client), !bytes.isEmpty {
            pending += bytes
            while let end = pending.firstIndex(of: UInt8(ascii: "\n")) {
                let isPing = pending[..<end].starts(with: "PING".utf8)
                pending.removeFirst(end + 1)
                if isPing, answersPings { LoopbackSocket.send("PONG\r\n".utf8, to: client) }
            }
        }
    }
}
