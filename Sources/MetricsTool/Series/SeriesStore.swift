import Daemon

/// The numbers of one node.
struct SeriesStore: Sendable {
    /// Counters as they are, gauges and sums as bit patterns of Double.
    private(set) var values: [UInt64]
    private(set) var texts: [TextSeries]
    private(set) var tables: [ToldRows]
    private(set) var chosen: [ChosenSeries]
    /// The tick at which each group was last told of; -1 for never.
    private(set) var told: [Int]
    /// Seconds since the program's start, as far as aging needs to know.
    var tick = 0

    /// Stands for a gauge that nothing has been told of: a NaN that no arithmetic yields.
    static let unset: UInt64 = 0x7FF8_0000_DEAD_BEEF

    init(_ layout: MetricLayout) {
        values = Array(repeating: 0, count: layout.valueCount)
        for metric in layout.metrics {
            guard case .gauge = metric.kind, case .values(let offset) = metric.place else { continue }
            for index in 0..<metric.combinations { values[offset + index] = Self.unset }
        }
        texts = zip(layout.texts, layout.metrics.filter(\.hasTexts)).map {
            TextSeries($0, labels: $1.labels.map(\.name))
        }
        tables = layout.tables.map { ToldRows(labels: $0.labels, isCounter: $0.isCounter) }
        chosen = layout.chosen.map { ChosenSeries($0) }
        told = Array(repeating: -1, count: layout.groups.count)
    }

    // MARK: Counting

    @inline(__always)
    mutating func add(_ count: UInt64 = 1, to slot: CounterSlot, _ first: Int = 0, _ second: Int = 0, _ third: Int = 0)
    {
        values[slot.grid.index(first, second, third)] &+= count
    }

    /// For counters that a source keeps.
    mutating func set(_ slot: CounterSlot, _ first: Int = 0, _ second: Int = 0, _ third: Int = 0, to value: UInt64) {
        values[slot.grid.index(first, second, third)] = value
    }

    mutating func set(_ slot: GaugeSlot, _ first: Int = 0, _ second: Int = 0, _ third: Int = 0, to value: Double) {
        // There is nothing to tell in a number that is none.
        values[slot.grid.index(first, second, third)] = value.isNaN ? Self.unset : value.bitPattern
    }

    mutating func set(_ slot: GaugeSlot, to value: some BinaryInteger) { set(slot, to: Double(value)) }

    mutating func set(_ slot: GaugeSlot, to value: Bool) { set(slot, to: value ? 1 : 0) }

    /// Shows what an answer tells, and nothing where it tells nothing.
    mutating func set(_ slot: GaugeSlot, told value: Double?) {
        if let value { set(slot, to: value) } else { unset(slot) }
    }

    /// Has a gauge shown no longer: there is nothing to tell.
    mutating func unset(_ slot: GaugeSlot, _ first: Int = 0, _ second: Int = 0) {
        values[slot.grid.index(first, second, 0)] = Self.unset
    }

    /// The value of a gauge; nil where there is none.
    func value(_ slot: GaugeSlot, _ first: Int = 0) -> Double? {
        let bits = values[slot.grid.index(first, 0, 0)]
        return bits == Self.unset ? nil : Double(bitPattern: bits)
    }

    func value(_ slot: CounterSlot, _ first: Int = 0, _ second: Int = 0, _ third: Int = 0) -> UInt64 {
        values[slot.grid.index(first, second, third)]
    }

    @inline(__always)
    mutating func observe(_ value: Double, in slot: HistogramSlot, _ first: Int = 0, _ second: Int = 0) {
        let start = slot.grid.index(first, second, 0)
        values[start + Histogram.bucket(of: value, in: slot.bounds)] &+= 1
        let sum = start + slot.bounds.count + 1
        values[sum] = (Double(bitPattern: values[sum]) + value).bitPattern
    }

    mutating func add(_ count: UInt64 = 1, to counter: TextCounter, _ labels: String...) {
        texts[counter.index].add(count, labels, tick: tick)
    }

    /// Replaces every series of a gauge.
    mutating func replace(_ table: GaugeTable, with rows: [(labels: [String], value: Double)]) {
        tables[table.index].replace(with: rows)
    }

    /// Notes that the gauges of `group` are as of now.
    mutating func refresh(_ group: MetricGroup) { told[group.index] = tick }

    /// Folds series whose time is over.
    mutating func age() {
        for index in texts.indices { texts[index].age(tick: tick) }
    }

    // MARK: Room

    /// Metrics of which each node has as many series as there is room given, the texts first.
    var sharedCount: Int { texts.count + tables.count }

    /// Whether there was no room for something.
    func isShort(_ shared: Int) -> Bool {
        shared < texts.count ? texts[shared].isShort : tables[shared - texts.count].isShort
    }

    /// The room that this node wants.
    /// - Parameter reserve: that it keeps for what is new.
    func demand(_ shared: Int, reserve: Int) -> Int {
        shared < texts.count ? texts[shared].demand(reserve: reserve) : tables[shared - texts.count].demand
    }

    mutating func give(_ room: Int, _ shared: Int) {
        if shared < texts.count {
            texts[shared].give(room)
        } else {
            tables[shared - texts.count].give(room)
        }
    }

    /// Series that a metric has whose label values peers choose from known ones.
    func chosenCount(_ index: Int) -> Int { chosen[index].count(in: values) }

    /// Folds all but the largest of them.
    mutating func giveChosen(_ room: Int, _ index: Int) { chosen[index].give(room, &values, tick: tick) }
}

extension Metric {
    var hasTexts: Bool {
        if case .texts = place { true } else { false }
    }
}
