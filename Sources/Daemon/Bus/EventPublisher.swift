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
    public func publish(_ payload: Event.Payload, on channel: Channel, sourceTime: UInt64, pid: UInt32? = nil) {
        // The bus takes the event inside of the lock, so that subscribers see sequences in order.
        state.withLock { state in
            state.targets[channel.index].sequence += 1
            let event = Event(
                payload: payload, timestamp: sourceTime / 1_000_000, node: node, streamID: streamID,
                sequence: state.targets[channel.index].sequence, sourceTimeNs: sourceTime, pid: pid)
            state.writer.removeAll()
            event.encode(into: &state.writer)
            let subject = state.targets[channel.index].subject
            state.writer.withUnsafeBytes { bus.publish($0, to: subject) }
        }
    }

    /// Adds the count of events by subject to `metrics`.
    public func register(in metrics: MetricsRegistry) { Self.register([self], in: metrics) }

    /// Adds the count of events by subject to `metrics`, of several publishers together.
    public static func register(_ publishers: [EventPublisher], in metrics: MetricsRegistry) {
        let name = "\(metrics.prefix)subject_events_total"
        metrics.collect { writer in
            writer.metric(name, .counter, "Events given to the bus, by subject.")
            let counts = publishers.flatMap { $0.state.withLock { $0.targets } }.map { ($0.name, $0.sequence) }
            for (subject, count) in Dictionary(counts, uniquingKeysWith: +).sorted(by: { $0.key < $1.key })
            where count > 0 {
                writer.sample(name, [("subject", subject)], count)
            }
        }
    }
}
