/// Counts by label values that come from events, with a limit: what goes beyond it is counted in one series, all of whose
/// label values are `other`, so that sums stay right.
public struct TextSeries: Sendable {
    public enum Policy: Sendable, Equatable {
        /// What came first keeps its series, while there is room for all: values that are told again and again.
        case keepFirst
        /// What came last has a series, for an hour: peers and addresses, which come and go.
        case keepLast
    }

    public static let keptTicks = 3600
    /// Longer values are cut; none of the node's are as long.
    static let longestValue = 160

    private let policy: Policy
    private let names: [String]
    /// Series that there may be, beside the one for others.
    public private(set) var room: Int
    private var positions: [[String]: Int] = [:]
    private var keys: [[String]] = []
    private var lastTick: [Int] = []
    /// Where the series stands that came first, as far as that is known.
    private var oldest = 0
    /// As they stand in a scrape.
    public private(set) var labels: [[UInt8]] = []
    public private(set) var counts: [UInt64] = []
    /// What is counted under `other`; nil before anything is.
    public private(set) var folded: UInt64?
    /// Whether something was counted under `other` for want of room, until series are given up by age.
    public private(set) var isFull = false
    /// Whether there was no room for something since room was given last.
    public private(set) var isShort = false

    public init(_ policy: Policy, labels names: [String], room: Int = 0) {
        self.policy = policy
        self.names = names
        self.room = room
    }

    public mutating func add(_ count: UInt64, _ values: [String], tick: Int) {
        let values = values.contains { $0.utf8.count > Self.longestValue } ? values.map(Self.cut) : values
        if let position = positions[values] {
            counts[position] += count
            lastTick[position] = tick
        } else if values.allSatisfy({ $0 == "other" }) {
            // The series for the rest is there once.
            folded = (folded ?? 0) + count
        } else if counts.count < room {
            append(values, rendered(values), count, tick: tick)
        } else {
            (isFull, isShort) = (true, true)
            guard policy == .keepLast, room > 0 else {
                folded = (folded ?? 0) + count
                return
            }
            folded = (folded ?? 0) + counts[oldest]
            positions[keys[oldest]] = nil
            positions[values] = oldest
            keys[oldest] = values
            lastTick[oldest] = tick
            labels[oldest] = rendered(values)
            counts[oldest] = count
            oldest = (oldest + 1) % counts.count
        }
    }

    /// What this node wants of the room for the metric: as much again as it has, and `reserve` at least, lest the next new values
    /// find none before they are known to be wanted; where it was short, all there is.
    public func demand(reserve: Int) -> Int { isShort ? .max : counts.count + max(reserve, counts.count) }

    /// Takes over how many series there may be from now on. Where there are more, those not counted in for the longest are
    /// folded, of them the smallest ones first.
    public mutating func give(_ room: Int) {
        self.room = room
        isShort = false
        guard counts.count > room else { return }
        let order = counts.indices.sorted { (lastTick[$0], counts[$0]) > (lastTick[$1], counts[$1]) }
        let kept = Set(order.prefix(room))
        keep { kept.contains($0) }
        isFull = true
    }

    /// Folds what has not been counted for an hour, where only the last ones have series, or others have none for want of room:
    /// who fills a family up must not hide from then on what is new.
    public mutating func age(tick: Int) {
        guard policy == .keepLast || isFull, lastTick.contains(where: { tick - $0 > Self.keptTicks }) else { return }
        let lastTick = lastTick
        keep { tick - lastTick[$0] <= Self.keptTicks }
        isFull = false
    }

    /// Folds the others.
    private mutating func keep(_ isKept: (Int) -> Bool) {
        let old = self
        (positions, keys, lastTick, labels, counts, oldest) = ([:], [], [], [], [], 0)
        for offset in old.counts.indices {
            let index = (old.oldest + offset) % old.counts.count
            if isKept(index) {
                append(old.keys[index], old.labels[index], old.counts[index], tick: old.lastTick[index])
            } else {
                folded = (folded ?? 0) + old.counts[index]
            }
        }
    }

    private mutating func append(_ values: [String], _ rendered: [UInt8], _ count: UInt64, tick: Int) {
        positions[values] = counts.count
        keys.append(values)
        lastTick.append(tick)
        labels.append(rendered)
        counts.append(count)
    }

    private func rendered(_ values: [String]) -> [UInt8] { MetricsWriter.render(Array(zip(names, values))) }

    private static func cut(_ value: String) -> String {
        value.utf8.count > longestValue ? String(decoding: value.utf8.prefix(longestValue), as: UTF8.self) : value
    }
}
