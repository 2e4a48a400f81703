import Dispatch
import Glibc
import Logging
import PeerObserver
import TestSupport
import Testing

@testable import Daemon
@testable import P2PExtractor

/// Real sockets: what a stranger sends ends in a closed connection, a reason and bounded memory.
@Suite(.serialized, .timeLimit(.minutes(1)))
struct ListenerTests {
    private struct Setup {
        let bus = RecordingBus()
        let shared: Shared
        let listener: Listener
        let port: Int

        init(_ settings: SessionSettings = SessionSettings(), limit: Int = 8, name: String? = nil) async throws {
            shared = Shared(
                settings: settings, metrics: P2PMetrics(),
                logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() })
            listener = Listener(shared: shared, limit: limit)
            let node = ObservedNode(
                bus: bus, name: name.flatMap { NodeName($0) }, isNamedByAddress: name != nil)
            port = try await listener.listen(on: ListenAddress(host: "127.0.0.1", port: 0), for: node).port
        }

        func events() throws -> [P2PEvent] {
            try bus.published.compactMap { published in
                guard case .p2pExtractor(let p2p) = try Event(decoding: published.payload).payload else { return nil }
                return p2p
            }
        }

        func ends() throws -> [P2PDisconnect] {
            try events().compactMap { if case .disconnect(let end) = $0.event { end } else { nil } }
        }

        /// Sends bytes and returns the reason with which the connection was closed.
        func reason(after bytes: [UInt8]) throws -> String? {
            let before = try ends().count
            let descriptor = try LoopbackSocket.connect(port: port)
            defer { close(descriptor) }
            LoopbackSocket.send(bytes, to: descriptor)
            while !LoopbackSocket.receive(from: descriptor).isEmpty {}
            try until { try ends().count > before }
            return try ends().last?.reason
        }

        func until(_ condition: () throws -> Bool) throws {
            let pause = DispatchSemaphore(value: 0)
            for _ in 0..<2000 where try !condition() { _ = pause.wait(timeout: .now() + 0.005) }
            guard try condition() else { throw TestError("not within 10 s; \(try ends())") }
        }
    }

    private static let handshake = NodeEnd.frame("version", NodeEnd.version) + NodeEnd.frame("verack")

    @Test func everyStreamOfBytesEndsWithItsReason() async throws {
        let setup = try await Setup()
        var gigabyte = NodeEnd.frame("block")
        gigabyte.replaceSubrange(16..<20, with: [0, 0, 0, 0x40])
        let cases: [([UInt8], String)] = [
            (.init(repeating: 0x11, count: 64), "not_v1"), (gigabyte, "oversized"),
            (Self.handshake + gigabyte, "oversized"), (Self.handshake + [1, 2, 3] + Self.handshake, "wrong_magic"),
            (NodeEnd.frame("version", NodeEnd.version, network: .signet), "wrong_network"),
            (NodeEnd.frame("ping"), "no_version"), (Self.handshake + NodeEnd.frame("inv", [9]), "malformed"),
        ]
        for (bytes, reason) in cases { #expect(try setup.reason(after: bytes) == reason) }
        await setup.listener.stop()
    }

    @Test func slowConnectionsAreEnded() async throws {
        var settings = SessionSettings()
        settings.handshakeTimeout = .milliseconds(200)
        settings.messageTimeout = .milliseconds(300)
        settings.idleTimeout = .milliseconds(600)
        let setup = try await Setup(settings)
        #expect(try setup.reason(after: []) == "handshake_timeout")
        #expect(try setup.reason(after: Array(Self.handshake.prefix(50))) == "handshake_timeout")
        #expect(try setup.reason(after: Self.handshake + NodeEnd.frame("inv").prefix(20)) == "message_timeout")
        #expect(try setup.reason(after: Self.handshake) == "idle_timeout")
        await setup.listener.stop()
    }

    @Test func nodeThatClosesIsToldAsSuch() async throws {
        let setup = try await Setup()
        let descriptor = try LoopbackSocket.connect(port: setup.port)
        LoopbackSocket.send(Self.handshake, to: descriptor)
        try setup.until { try setup.events().count == 1 }
        close(descriptor)
        try setup.until { try setup.ends().count == 1 }
        let end = try #require(try setup.ends().first)
        #expect(end.reason == "node_closed" && end.handshake && end.messages == 2)
        await setup.listener.stop()
    }

    /// It sends pings and reads no pongs.
    @Test func nodeThatDoesNotReadIsEndedInBoundedMemory() async throws {
        let setup = try await Setup(SessionSettings(pings: false))
        let descriptor = try LoopbackSocket.connect(port: setup.port)
        LoopbackSocket.send(Self.handshake, to: descriptor)
        let pings = (0..<2000).flatMap { NodeEnd.frame("ping", NodeEnd.encoded(Ping(value: $0))) }
        let before = ProcessUsage.residentBytes()
        var sent = 0
        while sent < 400 << 20, LoopbackSocket.send(pings, to: descriptor) { sent += pings.count }
        close(descriptor)
        try setup.until { try setup.ends().count == 1 }
        #expect(try setup.ends().first?.reason == "not_reading")
        #expect(ProcessUsage.residentBytes() < before + 50 << 20)
        await setup.listener.stop()
    }

    /// Each claims 4 MB and sends 1 MB of it.
    @Test func memoryOfManyHalfMessagesIsBounded() async throws {
        let setup = try await Setup(limit: 8)
        var claim = NodeEnd.frame("block")
        claim.replaceSubrange(16..<20, with: [0, 0x09, 0x3d, 0])
        let before = ProcessUsage.residentBytes()
        let descriptors = try (0..<8).map { _ in try LoopbackSocket.connect(port: setup.port) }
        for descriptor in descriptors {
            LoopbackSocket.send(Self.handshake + claim + [UInt8](repeating: 0, count: 1 << 20), to: descriptor)
        }
        try setup.until { setup.shared.metrics.receivedBytes.value > 8 << 20 }
        #expect(ProcessUsage.residentBytes() < before + 60 << 20)
        for descriptor in descriptors { close(descriptor) }
        try setup.until { try setup.ends().count == 8 }
        await setup.listener.stop()
    }

    @Test func connectionsBeyondTheLimitAreRefused() async throws {
        let setup = try await Setup(limit: 2)
        let open = try (0..<2).map { _ in try LoopbackSocket.connect(port: setup.port) }
        for descriptor in open { LoopbackSocket.send(Self.handshake, to: descriptor) }
        try setup.until { try setup.events().count == 2 }
        let refused = try LoopbackSocket.connect(port: setup.port)
        #expect(LoopbackSocket.receive(from: refused).isEmpty)
        close(refused)
        #expect(setup.shared.metrics.disconnects(.connectionLimit) == 1)
        close(open[0])
        try setup.until { try setup.ends().count == 1 }
        let next = try LoopbackSocket.connect(port: setup.port)
        LoopbackSocket.send(Self.handshake, to: next)
        #expect(!LoopbackSocket.receive(from: next).isEmpty)
        close(next)
        close(open[1])
        await setup.listener.stop()
    }

    @Test func returningNodeIsCountedByTheAddressThatItDials() async throws {
        for name in ["alice", nil] {
            let setup = try await Setup(name: name)
            for round in 0..<3 {
                let descriptor = try LoopbackSocket.connect(port: setup.port)
                LoopbackSocket.send(Self.handshake, to: descriptor)
                _ = LoopbackSocket.receive(from: descriptor)
                close(descriptor)
                try setup.until { try setup.ends().count == round + 1 }
            }
            let handshakes = try setup.events().compactMap { event -> UInt64? in
                guard case .handshake(let handshake) = event.event else { return nil }
                return handshake.reconnects
            }
            #expect(handshakes == [0, 1, 2])
            #expect(Set(setup.bus.published.map(\.subject)).allSatisfy { $0.hasPrefix("node.alice.") == (name != nil) })
            #expect(try setup.events().compactMap(\.connection).max() == 3)
            await setup.listener.stop()
        }
    }

    @Test func stopEndsEveryConnectionWithItsEvent() async throws {
        let setup = try await Setup()
        let open = try (0..<5).map { _ in try LoopbackSocket.connect(port: setup.port) }
        for descriptor in open { LoopbackSocket.send(Self.handshake, to: descriptor) }
        try setup.until { try setup.events().count == 5 }
        await setup.listener.stop()
        #expect(try setup.ends().map(\.reason) == .init(repeating: "shutdown", count: 5))
        for descriptor in open {
            while !LoopbackSocket.receive(from: descriptor).isEmpty {}
            close(descriptor)
        }
    }
}
