import Daemon

/// One metric of the table: its name, kind and labels, and where a node's numbers of it are kept.
struct Metric: Sendable {
    enum Kind: Sendable {
        case counter
        case gauge
        /// With the highest values of its buckets.
        case histogram([Double])
    }

    /// Where the numbers of one node are.
    enum Place: Sendable {
        /// In `SeriesStore.values` from `offset` on, one combination of label values after the other.
        case values(offset: Int)
        /// In `SeriesStore.texts`.
        case texts(index: Int)
        /// In `SeriesStore.tables`.
        case tables(index: Int)
    }

    /// The whole name.
    let name: String
    let kind: Kind
    let labels: [MetricLabel]
    let help: String
    let place: Place
    /// What the metric comes from; the heading that the documentation puts it under.
    let group: MetricGroup
    /// Where the numbers of a metric with the same labels are whose series this one has, too, be they 0.
    var companion: Int?
    /// Its place among the metrics with known label values that peers choose from; nil for the others.
    var chosen: Int?

    var type: MetricType {
        switch kind {
        case .counter: .counter
        case .gauge: .gauge
        case .histogram: .histogram
        }
    }

    /// Numbers kept for one combination of label values.
    var width: Int {
        if case .histogram(let bounds) = kind { bounds.count + 2 } else { 1 }
    }

    /// Combinations of label values, where these are all known.
    var combinations: Int { labels.reduce(1) { $0 * max($1.values.count, 1) } }
}

/// A label and, where they are all known, its values.
struct MetricLabel: Sendable {
    let name: String
    /// Empty where they come from events.
    let values: [String]
    /// The label with each of its values, as in a scrape.
    let rendered: [[UInt8]]

    init(_ name: String, _ values: [String] = []) {
        self.name = name
        self.values = values
        rendered = values.map { MetricsWriter.render([(name, $0)]) }
    }
}

/// Metrics that come from the same events.
struct MetricGroup: Sendable, Hashable {
    /// Its place among the groups.
    let index: Int
    /// What feeds it.
    let source: String
    /// Whether its gauges are left out when what they tell is long ago.
    let expires: Bool
}
