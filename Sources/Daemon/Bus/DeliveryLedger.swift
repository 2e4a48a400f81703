/// Where every event of a subscriber is: `seen = handled + Σ lost + taken + waiting`, where waiting is the client
/// library's queue.
public struct DeliveryLedger: Sendable {
    public private(set) var handled: UInt64 = 0
    public private(set) var lost = LossCounts()
    /// Given to the handler, and not yet written out.
    public private(set) var taken: UInt64 = 0

    public init() {}

    /// Every event that has left the queue, plus what was dropped before it.
    public var seen: UInt64 { handled + lost.total + taken }

    /// The handler took an event, or tells why it could not.
    mutating func take(_ loss: LossReason?) {
        if let loss { lost.add(1, loss) } else { taken += 1 }
    }

    /// The handler has written out what it took, except for what it tells as lost, and what it still holds.
    mutating func flush(_ loss: Loss?, held: UInt64 = 0) {
        let missing = min(loss?.count ?? 0, taken)
        if let loss { lost.add(missing, loss.reason) }
        let left = min(held, taken - missing)
        handled += taken - missing - left
        taken = left
    }

    /// What was taken and is not written out comes again, so it was not seen yet.
    mutating func giveBack() { taken = 0 }

    /// Events never reached the handler.
    mutating func lose(_ count: UInt64, _ reason: LossReason) { lost.add(count, reason) }
}

/// A number of events that did not arrive, and why.
public struct Loss: Sendable, Equatable {
    public let count: UInt64
    public let reason: LossReason

    public init(_ count: UInt64, _ reason: LossReason) {
        self.count = count
        self.reason = reason
    }
}
