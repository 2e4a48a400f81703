import PeerObserver
import Synchronization
import TestSupport

/// Keeps every event that a server delivers; independent of the bus under test.
final class EventSubscriber: Sendable {
    struct Received {
        let subject: String
        let payload: [UInt8]
    }

    private final class Store: Sendable {
        let messages = Mutex<[Received]>([])
    }

    private let store = Store()
    private let subscriber: PlainSubscriber

    init(subjects: [String] = [">"]) {
        subscriber = PlainSubscriber(subjects: subjects) { [store] subject, payload in
            let received = Received(subject: String(decoding: subject, as: UTF8.self), payload: Array(payload))
            store.messages.withLock { $0.append(received) }
        }
    }

    /// Subscribed to everything on `server`.
    static func on(_ server: NATSServer, subjects: [String] = [">"]) throws -> EventSubscriber {
        let subscriber = EventSubscriber(subjects: subjects)
        try subscriber.connect(to: server)
        return subscriber
    }

    func connect(to server: NATSServer) throws { try subscriber.connect(port: server.port) }
    func barrier() throws { try subscriber.barrier() }
    func waitForEnd() { subscriber.waitForEnd() }
    func stop() { subscriber.stop() }

    var count: Int { store.messages.withLock { $0.count } }
    var received: [Received] { store.messages.withLock { $0 } }
    var subjects: Set<String> { Set(received.map(\.subject)) }

    /// Waits for this many events.
    func wait(for count: Int, within timeout: Duration = .seconds(30)) throws {
        try eventually("\(count) events", within: timeout, describe: "\(self.count)") { self.count >= count }
    }

    /// All events, decoded.
    func events() throws -> [Event] { try received.map { try Event(decoding: $0.payload) } }

    /// The nonces of the pings among them, in order.
    func pings() throws -> [UInt64] {
        try events().compactMap { event in
            guard case .message(let message) = event.ebpf, case .ping(let ping) = message.message else { return nil }
            return ping.value
        }
    }
}

extension Event {
    var ebpf: EBPFEvent.Kind? {
        guard case .ebpfExtractor(let ebpf) = payload else { return nil }
        return ebpf.event
    }
}
