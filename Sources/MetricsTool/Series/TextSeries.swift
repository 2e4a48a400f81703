import Daemon

/// Counts by label values that come from events, with a limit: what goes beyond it is counted in one series, all of whose
/// label values are `other`, so that sums stay right.
struct TextSeries: Sendable {
    enum Policy: Sendable, Equatable {
        /// What came first keeps its series, while there is room for all: values that are told again and again.
        case keepFirst
        /// What came last has a series, for an hour: peers and addresses, which come and go.
        case keepLast
    }

    /// Series of one family and node at most, the one for others included.
    static let limit = 2000
    static let keptTicks = 3600
    /// Longer values are cut; none of the node's are as long.
    static let longestValue = 160

    private let policy: Policy
    private let names: [String]
    private var positions: [[String]: Int] = [:]
    private var keys: [[String]] = []
    private var lastTick: [Int] = []
    private var oldest = 0
    /// As they stand in a scrape.
    private(set) var labels: [[UInt8]] = []
    private(set) var counts: [UInt64] = []
    /// What is counted under `other`; nil before anything is.
    private(set) var folded: UInt64?
    /// Whether something was counted under `other` for want of room, until series are given up by age.
    private(set) var isFull = false

    init(_ policy: Policy, labels names: [String]) {
        self.policy = policy
        self.names = names
    }

    mutating func add(_ count: UInt64, _ values: [String], tick: Int) {
        let values = values.contains { $0.utf8.count > Self.longestValue } ? values.map(Self.cut) : values
        if let position = positions[values] {
            counts[position] += count
            lastTick[position] = tick
        } else if values.allSatisfy({ $0 == "other" }) {
            // The series for the rest is there once.
            folded = (folded ?? 0) + count
        } else if counts.count < Self.limit - 1 {
            positions[values] = counts.count
            keys.append(values)
            lastTick.append(tick)
            labels.append(rendered(values))
            counts.append(count)
        } else if policy == .keepFirst {
            folded = (folded ?? 0) + count
            isFull = true
        } else {
            isFull = true
            fold(oldest)
            positions[values] = oldest
            keys[oldest] = values
            lastTick[oldest] = tick
            labels[oldest] = rendered(values)
            counts[oldest] = count
            oldest = (oldest + 1) % counts.count
        }
    }

    /// Folds what has not been counted for an hour, where only the last ones have series, or others have none for want of room:
    /// who fills a family up must not hide from then on what is new.
    mutating func age(tick: Int) {
        guard policy == .keepLast || isFull, lastTick.contains(where: { tick - $0 > Self.keptTicks }) else { return }
        let (kept, old) = (keys, (lastTick, labels, counts))
        let wasFolded = folded
        self = TextSeries(policy, labels: names)
        folded = wasFolded
        for index in kept.indices {
            if tick - old.0[index] > Self.keptTicks {
                folded = (folded ?? 0) + old.2[index]
            } else {
                positions[kept[index]] = counts.count
                keys.append(kept[index])
                lastTick.append(old.0[index])
                labels.append(old.1[index])
                counts.append(old.2[index])
            }
        }
    }

    private mutating func fold(_ position: Int) {
        folded = (folded ?? 0) + counts[position]
        positions[keys[position]] = nil
    }

    private func rendered(_ values: [String]) -> [UInt8] { MetricsWriter.render(Array(zip(names, values))) }

    private static func cut(_ value: String) -> String {
        value.utf8.count > longestValue ? String(decoding: value.utf8.prefix(longestValue), as: UTF8.self) : value
    }
}

/// The series of a gauge that is told anew as a whole.
struct GaugeRows: Sendable {
    private(set) var rows: [(labels: [UInt8], value: Double)] = []
    /// Whether rows beyond the limit are summed up under `other`.
    private(set) var isFolded = false

    init() {}

    /// The largest values have series of their own.
    init(_ given: [(labels: [String], value: Double)], labels names: [String]) {
        var given = given.filter { !$0.value.isNaN }
        var rest: Double?
        if given.count > TextSeries.limit {
            given.sort { $0.value > $1.value }
            rest = given[(TextSeries.limit - 1)...].reduce(0) { $0 + $1.value }
            given.removeSubrange((TextSeries.limit - 1)...)
            isFolded = true
        }
        rows = given.map { (MetricsWriter.render(Array(zip(names, $0.labels))), $0.value) }
        if let rest { rows.append((MetricsWriter.render(names.map { ($0, "other") }), rest)) }
    }
}
