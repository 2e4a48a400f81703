/// Where every event of a publisher is: `seen = confirmed + Σ lost + inDoubt + inFlight`, at every moment.
///
/// An event is queued (kept by us), handed over (given to the connection), and then settled: confirmed by a fence, or
/// in doubt because the connection broke before a fence covered it. Handed-over events settle in the order in which
/// they were handed over.
///
/// Confirmed means that the server has processed the event. A server that is killed also loses what it has queued for a
/// subscriber that lags; nobody but a stream (JetStream) keeps that.
///
/// A connection is named by its generation, a number that grows with each TCP connection. A fence counts only when
/// the generation after the answer is still the one that the events were handed to; so a break and a reconnect
/// between two fences cannot pass for a confirmation, however late anybody notices.
public struct PublishLedger: Sendable {
    /// A point in the stream of handed-over events that an answered PING will confirm.
    public struct Fence: Sendable, Equatable {
        let generation: UInt64
        let handedOver: UInt64
    }

    public private(set) var seen: UInt64 = 0
    public private(set) var confirmed: UInt64 = 0
    public private(set) var inDoubt: UInt64 = 0
    public private(set) var lost = LossCounts()
    /// Events that wait in our own backlog for a connection.
    public private(set) var queued: UInt64 = 0
    /// The connection that events may be handed to; nil while there is none.
    public private(set) var generation: UInt64?
    private var handedOver: UInt64 = 0

    public init() {}

    /// Handed over and not yet confirmed or in doubt.
    public var outstanding: UInt64 { handedOver - confirmed - inDoubt }
    /// Neither settled nor lost; 0 after a drain.
    public var inFlight: UInt64 { queued + outstanding }

    /// Events came into being, with their fate still open.
    public mutating func see(_ count: UInt64 = 1) { seen += count }

    /// Seen events will never arrive.
    public mutating func lose(_ count: UInt64 = 1, _ reason: LossReason) { lost.add(count, reason) }

    /// A seen event was put into the backlog.
    public mutating func queue() { queued += 1 }

    /// The oldest event of the backlog was taken out; hand it over, lose it or queue it again.
    public mutating func unqueue() { queued -= 1 }

    /// The connection accepted a seen event.
    public mutating func handOver() { handedOver += 1 }

    /// A connection is up. Events of an earlier one that no fence covered become in doubt.
    public mutating func connect(generation: UInt64) {
        disconnect()
        self.generation = generation
    }

    /// The connection broke: whatever no fence covered is in doubt.
    public mutating func disconnect() {
        inDoubt += outstanding
        generation = nil
    }

    /// The point to confirm next; nil when nothing is outstanding.
    public func fence() -> Fence? {
        guard let generation, outstanding > 0 else { return nil }
        return Fence(generation: generation, handedOver: handedOver)
    }

    /// An answer to a PING sent after `fence` was taken has arrived, and after that the connection's generation was
    /// `generation`.
    public mutating func confirm(_ fence: Fence, generation: UInt64) {
        guard self.generation == fence.generation else { return }
        guard generation == fence.generation else { return disconnect() }
        let settled = confirmed + inDoubt
        if fence.handedOver > settled { confirmed += fence.handedOver - settled }
    }

    /// Nothing more will be sent: what was handed over is in doubt, what was still queued is lost.
    public mutating func finish() {
        disconnect()
        lose(queued, .disconnected)
        queued = 0
    }
}
