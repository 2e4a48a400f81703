/// What the overview page tells of one node.
struct NodeOverview: Sendable {
    var events: UInt64 = 0
    var received: UInt64 = 0
    var sent: UInt64 = 0
    var missing: UInt64 = 0
    var height: Int32?
    /// The tick of the last block.
    var blockTick = 0
    var lastTick = 0
    /// Sums as of the last ticks, oldest first.
    private var history: [(events: UInt64, received: UInt64, sent: UInt64)] = []

    /// Seconds that rates are taken over.
    private static let window = 10

    mutating func tick() {
        history.append((events, received, sent))
        if history.count > Self.window + 1 { history.removeFirst() }
    }

    /// Events, received messages and sent messages a second.
    var rates: (events: Double, received: Double, sent: Double) {
        guard let first = history.first, let last = history.last, history.count > 1 else { return (0, 0, 0) }
        let seconds = Double(history.count - 1)
        return (
            Double(last.events - first.events) / seconds, Double(last.received - first.received) / seconds,
            Double(last.sent - first.sent) / seconds
        )
    }
}
