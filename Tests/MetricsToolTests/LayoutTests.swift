import Daemon
import Foundation
import Testing

@testable import MetricsTool

/// The table of metrics: upstream's are all there, and all of them are documented.
@Suite struct LayoutTests {
    private let metrics = MetricsTool.layout.metrics

    @Test func upstreamsMetricsAreThereWithTheirTypesAndLabels() throws {
        let lines = try Golden.lines("upstream-metrics.tsv")
        #expect(lines.count { $0[4] == "A26" } == 178)
        for line in lines {
            let metric = try #require(metrics.first { $0.name == line[0] }, "\(line[0]) is missing")
            #expect(metric.type.rawValue == line[1], "\(line[0])")
            #expect(metric.labels.map(\.name) == line[2].split(separator: ",").map(String.init), "\(line[0])")
            if case .histogram(let bounds) = metric.kind { #expect(String(bounds.count) == line[3], "\(line[0])") }
        }
    }

    /// As in upstream's source: recording rules and heat maps name them.
    @Test func boundsOfUpstreamsHistogramsAreItsOwn() {
        let counts = (0...10).map { Double($0) } + [15, 20, 25, 30, 50, 75]
        let hundreds: [Double] = [100, 150, 200, 250, 300, 400, 500, 600, 700, 800, 900, 999, 1000]
        #expect(Bounds.addresses == counts + hundreds)
        #expect(Bounds.inventory.prefix(30) == Bounds.addresses[...])
        #expect(
            Bounds.inventory.dropFirst(30) == [
                2000, 3000, 4000, 5000, 6000, 7000, 8000, 9000, 10_000, 20_000, 25_000, 30_000, 35_000, 40_000, 45_000,
                50_000,
            ])
        #expect(Bounds.timestampOffset.last == 16_777_216 && Bounds.serviceBits.last == 63)
    }

    @Test func kindsOfLogLinesAreThoseOfTheContract() throws {
        let proto = try String(
            contentsOf: Golden.root.appending(path: "proto/log_extractor.proto"), encoding: .utf8)
        let detail = try #require(proto.range(of: "oneof detail"))
        let end = try #require(proto[detail.upperBound...].firstIndex(of: "}"))
        let arms = proto[detail.upperBound..<end].matches(of: /([a-z0-9_]+) = ([0-9]+);/)
        #expect(arms.map { String($0.output.1) } + ["other"] == LogDetails.kinds)
        #expect(arms.first?.output.2 == "\(LogDetails.firstKind)")
    }

    @Test func namesAreUnique() {
        #expect(Set(metrics.map(\.name)).count == metrics.count)
    }

    @Test func metricsOfOursFollowTheConventions() throws {
        let upstream = Set(try Golden.lines("upstream-metrics.tsv").map { $0[0] })
        for metric in metrics where !upstream.contains(metric.name) {
            #expect(metric.name.wholeMatch(of: /peerobserver_[a-z0-9_]+/) != nil)
            switch metric.kind {
            case .counter: #expect(metric.name.hasSuffix("_total"), "\(metric.name)")
            case .gauge: #expect(!metric.name.hasSuffix("_total"), "\(metric.name)")
            case .histogram: #expect(metric.name.hasSuffix("_seconds"), "\(metric.name)")
            }
        }
    }

    @Test func knownLabelValuesKeepWithinTheLimit() {
        for metric in metrics {
            #expect(metric.combinations <= MetricsTool.Limits().series, "\(metric.name): \(metric.combinations)")
        }
    }

    /// `UPDATE_GOLDEN=1` writes the table anew.
    @Test func everyMetricIsDocumented() throws {
        let upstream = Dictionary(try Golden.lines("upstream-metrics.tsv").map { ($0[0], $0[4]) }) { first, _ in first }
        var text = Self.introduction
        for group in MetricsTool.layout.groups {
            text += "\n## \(group.source)\n| metric | type | labels | meaning | upstream |\n|---|---|---|---|---|\n"
            for metric in metrics where metric.group == group {
                let labels = metric.labels.map { label in
                    let values = label.values.count > 8 ? label.values.prefix(3) + ["…"] : label.values[...]
                    return "`\(label.name)`" + (values.isEmpty ? "" : " (\(values.joined(separator: ", ")))")
                }
                text +=
                    "| `\(metric.name)` | \(metric.type.rawValue) | \(labels.joined(separator: ", ")) | \(metric.help) | "
                text += "\(upstream[metric.name] ?? "") |\n"
            }
        }
        try Golden.compare(text, with: Golden.root.appending(path: "docs/metrics.md"))
    }

    private static let introduction = """
        # Metrics

        Every metric that `metrics` makes of events, by what they come from. The last column tells which versions of upstream have it: A26
        those of April 2026 and later, N26 newer ones, D25 only those of 2025; without a word it is ours. A test writes this file from the program's table and
        compares.

        With node subjects every series has the label `node` as well. Labelled counters have a series from the first event on that they count; gauges
        from the first event on that tells them. Where a metric has more label values than there is room for (2,000 series a metric, of all
        nodes together), the rest is in one series all of whose labels are `other`, and `peerobserver_metric_series_folded{metric}` is 1
        ([limits](operating-metrics.md#limits)). What the program tells of itself beyond these
        (`metrics_*`, `process_*`) stands in [operating-metrics.md](operating-metrics.md).

        """
}
