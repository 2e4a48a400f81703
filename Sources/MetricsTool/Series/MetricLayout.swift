import Daemon

/// Collects the metrics of all collectors at the start, and gives each its place.
///
/// The functions return what a collector needs to count: handles into the `SeriesStore` of any node.
struct MetricLayout: Sendable {
    private(set) var metrics: [Metric] = []
    private(set) var groups: [MetricGroup] = []
    private(set) var valueCount = 0
    /// What each family of texts does when it is full.
    private(set) var texts: [TextSeries.Policy] = []
    /// Labels of each metric that is told anew as a whole, and whether it counts.
    private(set) var tables: [(labels: [String], isCounter: Bool)] = []
    /// Where the numbers are of the metrics whose label values peers choose from those that are known.
    private(set) var chosen: [Range<Int>] = []

    static let prefix = "peerobserver_"

    /// The next metrics come from `source`.
    /// - Parameter expires: whether their gauges are left out once nothing has been told for long.
    @discardableResult
    mutating func group(_ source: String, expires: Bool = false) -> MetricGroup {
        let group = MetricGroup(index: groups.count, source: source, expires: expires)
        groups.append(group)
        return group
    }

    // MARK: Counters

    mutating func counter(_ name: String, _ help: String, by labels: MetricLabel...) -> CounterSlot {
        CounterSlot(add(name, .counter, labels, help))
    }

    /// A counter that is shown as 0, too, wherever `other` of the same labels has counted: without a 0 before it, Prometheus
    /// sees no increase in the first thing counted.
    mutating func counter(
        _ name: String, _ help: String, besides other: CounterSlot, by labels: MetricLabel...
    ) -> CounterSlot {
        let slot = CounterSlot(add(name, .counter, labels, help))
        metrics[metrics.count - 1].companion = other.grid.offset
        return slot
    }

    /// A counter whose label values peers choose from those that are known: like those that come from events, it has no more
    /// series than there is room for.
    mutating func counter(
        _ name: String, _ help: String, chosen label: MetricLabel, _ more: MetricLabel...
    ) -> CounterSlot {
        let slot = CounterSlot(add(name, .counter, [label] + more, help))
        metrics[metrics.count - 1].chosen = chosen.count
        chosen.append(slot.grid.offset..<valueCount)
        return slot
    }

    /// A counter whose label values come from events.
    mutating func counter(
        _ name: String, _ help: String, text labels: String..., policy: TextSeries.Policy = .keepFirst
    ) -> TextCounter {
        texts.append(policy)
        append(name, .counter, labels.map { MetricLabel($0) }, help, .texts(index: texts.count - 1))
        return TextCounter(index: texts.count - 1)
    }

    /// A counter that its source keeps, whose label values come from events, and that is told anew as a whole each time.
    mutating func counter(_ name: String, _ help: String, told labels: String...) -> GaugeTable {
        table(name, .counter, labels, help)
    }

    // MARK: Gauges

    mutating func gauge(_ name: String, _ help: String, by labels: MetricLabel...) -> GaugeSlot {
        GaugeSlot(add(name, .gauge, labels, help))
    }

    /// A gauge whose label values come from events, and are all told anew each time.
    mutating func gauge(_ name: String, _ help: String, text labels: String...) -> GaugeTable {
        table(name, .gauge, labels, help)
    }

    private mutating func table(
        _ name: String, _ kind: Metric.Kind, _ labels: [String], _ help: String
    ) -> GaugeTable {
        append(name, kind, labels.map { MetricLabel($0) }, help, .tables(index: tables.count))
        if case .counter = kind { tables.append((labels, true)) } else { tables.append((labels, false)) }
        return GaugeTable(index: tables.count - 1)
    }

    // MARK: Histograms

    mutating func histogram(
        _ name: String, _ help: String, bounds: [Double], by labels: MetricLabel...
    ) -> HistogramSlot {
        HistogramSlot(add(name, .histogram(bounds), labels, help), bounds)
    }

    private mutating func add(
        _ name: String, _ kind: Metric.Kind, _ labels: [MetricLabel], _ help: String
    ) -> Grid {
        append(name, kind, labels, help, .values(offset: valueCount))
        let metric = metrics[metrics.count - 1]
        let grid = Grid(offset: valueCount, width: metric.width, counts: labels.map(\.values.count))
        valueCount += metric.width * metric.combinations
        return grid
    }

    private mutating func append(
        _ name: String, _ kind: Metric.Kind, _ labels: [MetricLabel], _ help: String, _ place: Metric.Place
    ) {
        metrics.append(
            Metric(
                name: Self.prefix + name, kind: kind, labels: labels, help: help, place: place,
                group: groups[groups.count - 1]))
    }
}

/// Where the numbers of a metric with known label values lie.
struct Grid: Sendable {
    let offset: Int
    private let stride0: Int
    private let stride1: Int
    private let stride2: Int

    init(offset: Int, width: Int, counts: [Int]) {
        precondition(counts.count <= 3, "more than three labels with known values")
        self.offset = offset
        stride2 = width
        stride1 = stride2 * (counts.count > 2 ? counts[2] : 1)
        stride0 = stride1 * (counts.count > 1 ? counts[1] : 1)
    }

    /// The first number for the label values at these positions, in the order of the labels.
    @inline(__always)
    func index(_ first: Int, _ second: Int, _ third: Int) -> Int {
        offset + first * stride0 + second * stride1 + third * stride2
    }
}

struct CounterSlot: Sendable {
    let grid: Grid
    init(_ grid: Grid) { self.grid = grid }
}

struct GaugeSlot: Sendable {
    let grid: Grid
    init(_ grid: Grid) { self.grid = grid }
}

struct HistogramSlot: Sendable {
    let grid: Grid
    let bounds: [Double]
    init(_ grid: Grid, _ bounds: [Double]) {
        self.grid = grid
        self.bounds = bounds
    }
}

struct TextCounter: Sendable {
    let index: Int
}

struct GaugeTable: Sendable {
    let index: Int
}
