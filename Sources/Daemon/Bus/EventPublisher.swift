public import PeerObserver
import Synchronization

/// Stamps events with the node, the stream and their sequence number, and puts them on the bus. Safe from any thread.
public final class EventPublisher: Sendable {
    /// Where events of one subject go; made once, by the publisher that it is used with.
    public struct Channel: Sendable, Hashable {
        fileprivate let index: Int
    }

    private struct Target {
        let subject: BusSubject
        /// Without the node.
        let name: String
        var sequence: UInt64 = 0
    }

    private struct State: ~Copyable {
        var targets: [Target] = []
        var reduced: UInt64 = 0
        var writer = WireWriter(capacity: 1 << 12)
    }

    private let bus: any EventBus
    private let node: String?
    private let streamID = UInt64.random(in: 1...UInt64.max)
    private let state = Mutex(State())

    /// - Parameter node: The node's name in a fleet; goes into subjects and events.
    public init(bus: any EventBus, node: NodeName?) {
        self.bus = bus
        self.node = node?.description
    }

    public func channel(_ subject: Subject) -> Channel {
        guard let channel = channel(named: subject.name) else { preconditionFailure("subject names are valid") }
        return channel
    }

    /// Nil where `name` cannot be a subject.
    public func channel(named name: String) -> Channel? {
        guard let subject = BusSubject(node.map { "node.\($0).\(name)" } ?? name) else { return nil }
        return state.withLock { state in
            if let index = state.targets.firstIndex(where: { $0.name == name }) { return Channel(index: index) }
            state.targets.append(Target(subject: subject, name: name))
            return Channel(index: state.targets.count - 1)
        }
    }

    /// Publishes one event. Never throws: what becomes of it is in the bus's counts.
    /// - Parameters:
    ///   - sourceTime: Nanoseconds since the Unix epoch at which it was observed.
    ///   - pid: The observed process, where several may be observed at once.
    ///   - reduced: The same without its raw bytes, for a server that does not take it whole; nil where that is no less.
    /// - Returns: The size of the encoded event, in bytes.
    @discardableResult
    public func publish(
        _ payload: Event.Payload, on channel: Channel, sourceTime: UInt64, pid: UInt32? = nil,
        reduced: () -> Event.Payload? = { nil }
    ) -> Int {
        stamp(channel, sourceTime, pid) { event, state in
            event.payload = payload
            event.encode(into: &state.writer)
            if state.writer.count > bus.maxPayload, let smaller = reduced() {
                event.payload = smaller
                state.writer.removeAll()
                event.encode(into: &state.writer)
                state.reduced += 1
            }
        }
    }

    /// The same for a line of the node's log, which is not copied on its way.
    public func publish(_ log: borrowing LogEvent, on channel: Channel, sourceTime: UInt64) {
        _ = stamp(channel, sourceTime, nil) { event, state in event.encode(into: &state.writer, log: log) }
    }

    @inline(__always)
    private func stamp(
        _ channel: Channel, _ sourceTime: UInt64, _ pid: UInt32?, _ encode: (inout Event, inout State) -> Void
    ) -> Int {
        // The bus takes the event inside of the lock, so that subscribers see sequences in order.
        state.withLock { state in
            state.targets[channel.index].sequence += 1
            var event = Event(
                timestamp: sourceTime / 1_000_000, node: node, streamID: streamID,
                sequence: state.targets[channel.index].sequence, sourceTimeNs: sourceTime, pid: pid)
            state.writer.removeAll()
            encode(&event, &state)
            let subject = state.targets[channel.index].subject
            state.writer.withUnsafeBytes { bus.publish($0, to: subject) }
            return state.writer.count
        }
    }

    /// Events that had to go without their raw bytes to fit the bus.
    public var reduced: UInt64 { state.withLock { $0.reduced } }

    /// Adds the count of events by subject to `metrics`.
    public func register(in metrics: MetricsRegistry) { Self.register([self], in: metrics) }

    /// The same of several publishers together.
    public static func register(_ publishers: [EventPublisher], in metrics: MetricsRegistry) {
        let prefix = metrics.prefix
        metrics.collect { writer in write(publishers, to: &writer, prefix: prefix) }
    }

    /// Writes the count of events by subject, during a scrape.
    public static func write(_ publishers: [EventPublisher], to writer: inout MetricsWriter, prefix: String) {
        let name = "\(prefix)subject_events_total"
        writer.metric(name, .counter, "Events given to the bus, by subject.")
        let counts = publishers.flatMap { $0.state.withLock { $0.targets } }.map { ($0.name, $0.sequence) }
        for (subject, count) in Dictionary(counts, uniquingKeysWith: +).sorted(by: { $0.key < $1.key }) where count > 0
        {
            writer.sample(name, [("subject", subject)], count)
        }
    }
}
