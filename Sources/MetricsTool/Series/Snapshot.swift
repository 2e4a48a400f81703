import Daemon

/// The numbers of every node at one moment. Taking it copies references only.
struct Snapshot: Sendable {
    struct Node: Sendable {
        /// `node="NAME"`, or empty.
        let label: [UInt8]
        let values: [UInt64]
        let texts: [(labels: [[UInt8]], counts: [UInt64], folded: UInt64?, isFull: Bool)]
        let tables: [ToldRows]
        let chosen: [(folded: UInt64?, isFull: Bool)]
        /// By group: whether its gauges still tell something.
        let isFresh: [Bool]

        init(label: [UInt8], _ store: SeriesStore, groups: [MetricGroup], lifetime: Int) {
            self.label = label
            values = store.values
            texts = store.texts.map { ($0.labels, $0.counts, $0.folded, $0.isFull) }
            tables = store.tables
            chosen = store.chosen.map { ($0.folded, $0.isFull(tick: store.tick)) }
            isFresh = zip(groups, store.told).map { group, told in
                !group.expires || (told >= 0 && store.tick - told <= lifetime)
            }
        }
    }

    let metrics: [Metric]
    let nodes: [Node]

    /// Writes all of it, metric by metric.
    func write(to writer: inout MetricsWriter) {
        for metric in metrics {
            writer.metric(metric.name, metric.type, metric.help)
            switch metric.place {
            case .values(let offset): write(metric, from: offset, to: &writer)
            case .texts(let index):
                for node in nodes {
                    let family = node.texts[index]
                    for (labels, count) in zip(family.labels, family.counts) {
                        writer.sample(metric.name, rendered: joined(node.label, labels), count)
                    }
                    if let folded = family.folded {
                        writer.sample(metric.name, rendered: joined(node.label, metric.foldedLabels), folded)
                    }
                }
            case .tables(let index):
                for node in nodes where node.isFresh[metric.group.index] {
                    for row in node.tables[index].rows {
                        writer.sample(metric.name, rendered: joined(node.label, row.labels), row.value)
                    }
                }
            }
        }
        writeLimits(to: &writer)
    }

    private func write(_ metric: Metric, from offset: Int, to writer: inout MetricsWriter) {
        let (width, combinations, hasLabels) = (metric.width, metric.combinations, !metric.labels.isEmpty)
        for node in nodes {
            switch metric.kind {
            case .counter:
                for combination in 0..<combinations {
                    let value = node.values[offset + combination]
                    // With labels, only what has happened: there are many combinations that never do.
                    let isWanted = metric.companion.map { node.values[$0 + combination] != 0 } ?? !hasLabels
                    if value == 0, !isWanted { continue }
                    writer.sample(metric.name, rendered: metric.labelText(combination, after: node.label), value)
                }
                if let folded = metric.chosen.flatMap({ node.chosen[$0].folded }) {
                    writer.sample(metric.name, rendered: joined(node.label, metric.foldedLabels), folded)
                }
            case .gauge:
                guard node.isFresh[metric.group.index] else { continue }
                for combination in 0..<combinations where node.values[offset + combination] != SeriesStore.unset {
                    writer.sample(
                        metric.name, rendered: metric.labelText(combination, after: node.label),
                        Double(bitPattern: node.values[offset + combination]))
                }
            case .histogram(let bounds):
                for combination in 0..<combinations {
                    let start = offset + combination * width
                    let counts = node.values[start...(start + bounds.count)]
                    guard !hasLabels || counts.contains(where: { $0 != 0 }) else { continue }
                    writer.histogram(
                        metric.name, rendered: metric.labelText(combination, after: node.label), bounds: bounds,
                        counts: counts, sum: Double(bitPattern: node.values[start + bounds.count + 1]))
                }
            }
        }
    }

    /// Tells which metrics have reached their limit.
    private func writeLimits(to writer: inout MetricsWriter) {
        let name = MetricLayout.prefix + "metric_series_folded"
        writer.metric(name, .gauge, Self.foldedHelp)
        for metric in metrics {
            for node in nodes {
                let isFolded: Bool
                switch metric.place {
                case .values:
                    guard let chosen = metric.chosen else { continue }
                    isFolded = node.chosen[chosen].isFull
                case .texts(let index): isFolded = node.texts[index].isFull
                case .tables(let index): isFolded = node.tables[index].isFolded
                }
                let labels = joined(node.label, MetricsWriter.render([("metric", metric.name)]))
                writer.sample(name, rendered: labels, UInt64(isFolded ? 1 : 0))
            }
        }
    }

    static let foldedHelp =
        "1 where a metric has more label values than it may have series, and counts some of them under other; else 0."

    @inline(__always)
    private func joined(_ node: [UInt8], _ labels: [UInt8]) -> [UInt8] {
        if node.isEmpty { return labels }
        return labels.isEmpty ? node : node + [UInt8(ascii: ",")] + labels
    }
}

extension Metric {
    /// The labels of the series for what has none of its own.
    fileprivate var foldedLabels: [UInt8] { MetricsWriter.render(labels.map { ($0.name, "other") }) }

    /// The labels of one combination of known values behind that of the node, as they stand in a scrape.
    fileprivate func labelText(_ combination: Int, after node: [UInt8]) -> [UInt8] {
        var (bytes, divisor) = (node, combinations)
        for label in labels {
            divisor /= label.values.count
            if !bytes.isEmpty { bytes.append(UInt8(ascii: ",")) }
            bytes.append(contentsOf: label.rendered[combination / divisor % label.values.count])
        }
        return bytes
    }
}
