import Logging
import Synchronization
import TestSupport
import Testing

@testable import Daemon

@Suite(.enabled(if: NATSServer.binary != nil, "needs nats-server"), .timeLimit(.minutes(2)))
struct BusTests {
    @Test func deliversWhatIsPublishedAndConfirmsIt() throws {
        let server = try NATSServer()
        defer { server.stop() }
        let received = Received()
        let subscriber = try makeBus(server.address)
        try subscriber.subscribe(to: ["netmsg"], pendingBytes: 64 << 20, handler: Collect(received))
        let publisher = try makeBus(server.address)
        let flat = try #require(BusSubject("netmsg"))
        let ofNode = try #require(BusSubject("node.alice.netmsg"))
        publisher.publish(bytes: [1, 2], to: flat)
        publisher.publish(bytes: [3], to: ofNode)
        publisher.stop()
        subscriber.stop()
        #expect(received.all == ["netmsg 2", "node.alice.netmsg 1"])
        let ledger = publisher.published
        #expect(ledger.confirmed == 2 && ledger.seen == 2 && ledger.inFlight == 0)
        let delivered = try #require(subscriber.delivered)
        #expect(delivered.ledger.handled == 2 && delivered.waiting == 0)
    }
}

/// What a handler saw.
final class Received: Sendable {
    private let lines = Mutex<[String]>([])
    func add(_ line: String) { lines.withLock { $0.append(line) } }
    var all: [String] { lines.withLock { $0 } }
}

struct Collect: MessageHandler {
    let received: Received
    init(_ received: Received) { self.received = received }

    mutating func receive(subject: UnsafeRawBufferPointer, payload: UnsafeRawBufferPointer) -> LossReason? {
        received.add("\(String(decoding: subject, as: UTF8.self)) \(payload.count)")
        return nil
    }
}

func makeBus(
    _ address: String, credentials: BusCredentials = .none, adjust: (inout BusConfiguration) -> Void = { _ in }
) throws -> NATSBus {
    var configuration = BusConfiguration(address: address, clientName: "test", credentials: credentials)
    configuration.reconnectWait = .milliseconds(50)
    adjust(&configuration)
    return try NATSBus(configuration, logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() })
}

extension EventBus {
    func publish(bytes: [UInt8], to subject: BusSubject) { bytes.withUnsafeBytes { publish($0, to: subject) } }
}
