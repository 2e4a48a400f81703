/// Why an event did not arrive; the raw value is the `reason` label of `_events_lost_total`.
public enum LossReason: String, Sendable, CaseIterable {
    case ringFull = "ring_full"
    case fault
    case oversized
    case busFull = "bus_full"
    case disconnected
    case slowConsumer = "slow_consumer"
    case slowClient = "slow_client"
    case writeFailed = "write_failed"
    case undecodable

    /// The position in `LossCounts`.
    var index: Int {
        switch self {
        case .ringFull: 0
        case .fault: 1
        case .oversized: 2
        case .busFull: 3
        case .disconnected: 4
        case .slowConsumer: 5
        case .slowClient: 6
        case .writeFailed: 7
        case .undecodable: 8
        }
    }
}

/// Lost events by reason.
public struct LossCounts: Sendable {
    private var counts = InlineArray<9, UInt64>(repeating: 0)
    public private(set) var total: UInt64 = 0

    public init() {}

    public subscript(reason: LossReason) -> UInt64 { counts[reason.index] }

    mutating func add(_ count: UInt64, _ reason: LossReason) {
        counts[reason.index] += count
        total += count
    }
}
