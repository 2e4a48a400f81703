import Synchronization

/// A subscriber that counts numbered messages.
///
/// Each payload begins with its number, 8 bytes in the machine's order.
public final class CountingSubscriber: Sendable {
    private final class Numbers: Sendable {
        struct State {
            var seen: [Bool] = []
            var received: UInt64 = 0
            var repeated: UInt64 = 0
        }
        let state = Mutex(State())

        func add(_ payload: ArraySlice<UInt8>) {
            let number = Int(payload.withUnsafeBytes { $0.loadUnaligned(as: UInt64.self) })
            state.withLock { state in
                if number >= state.seen.count { state.seen += [Bool](repeating: false, count: number + 1) }
                if state.seen[number] { state.repeated += 1 } else { state.received += 1 }
                state.seen[number] = true
            }
        }
    }

    private let numbers = Numbers()
    private let subscriber: PlainSubscriber

    public init(subject: String) {
        subscriber = PlainSubscriber(subjects: [subject]) { [numbers] in numbers.add($1) }
    }

    /// Messages that arrived, each number counted once.
    public var received: UInt64 { numbers.state.withLock { $0.received } }
    /// Messages whose number had arrived before.
    public var repeated: UInt64 { numbers.state.withLock { $0.repeated } }

    /// Connects to the server on `port` and subscribes; returns when the server has confirmed it.
    public func connect(port: Int) throws { try subscriber.connect(port: port) }

    /// Returns when everything that the server has queued for this subscriber has arrived.
    public func barrier() throws { try subscriber.barrier() }

    /// Returns when the server has ended the connection and everything that was on the way has been read.
    public func waitForEnd() { subscriber.waitForEnd() }

    public func stop() { subscriber.stop() }
}
