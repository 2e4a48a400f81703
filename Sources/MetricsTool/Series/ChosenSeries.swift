import Daemon

/// The series of one node of a metric whose label values are known, and chosen by peers: all are counted where they are, and what
/// there is no room to show is moved to one series before anybody looks.
struct ChosenSeries: Sendable {
    private let range: Range<Int>
    /// What is counted under `other`; nil before anything is.
    private(set) var folded: UInt64?
    private var foldedTick: Int?

    /// - Parameter range: of the numbers in `SeriesStore.values`.
    init(_ range: Range<Int>) { self.range = range }

    /// Label sets that something was counted for.
    func count(in values: [UInt64]) -> Int { values[range].count { $0 != 0 } }

    /// Whether something was counted under `other` in the last hour.
    func isFull(tick: Int) -> Bool { foldedTick.map { tick - $0 <= TextSeries.keptTicks } ?? false }

    /// Moves the smallest numbers to `other` where there are more than `room`.
    mutating func give(_ room: Int, _ values: inout [UInt64], tick: Int) {
        let counted = range.filter { values[$0] != 0 }
        guard counted.count > room else { return }
        foldedTick = tick
        for index in counted.sorted(by: { values[$0] > values[$1] }).dropFirst(room) {
            folded = (folded ?? 0) + values[index]
            values[index] = 0
        }
    }
}
