import Foundation
import TestSupport
import Testing

@testable import MetricsTool

/// What each kind of events makes of the metrics, against a file that a reviewer has seen.
///
/// `UPDATE_GOLDEN=1 swift test --filter MetricsToolTests` rewrites the files.
@Suite struct GoldenTests {
    @Test(arguments: Scenario.all) func scrapeIsAsInTheGoldenFile(scenario: Scenario) throws {
        let fed = Fed(lists: Scenario.lists)
        for (subject, event) in scenario.events { #expect(fed.feed(event, on: subject) == nil) }
        try Golden.compare(Self.shown(fed).joined(separator: "\n") + "\n", with: "\(scenario.name).txt")
    }

    @Test func everyMetricHasAnEventThatShowsIt() {
        var shown: Set<Substring> = []
        for scenario in Scenario.all {
            let fed = Fed(lists: Scenario.lists)
            for (subject, event) in scenario.events { fed.feed(event, on: subject) }
            for sample in Self.shown(fed) { shown.insert(sample.prefix { $0 != "{" && $0 != " " }) }
        }
        var missing: [String] = []
        for metric in MetricsTool.layout.metrics where metric.group.source != "the metrics tool itself" {
            var names = [metric.name]
            if case .histogram = metric.kind { names = ["_bucket", "_sum", "_count"].map { metric.name + $0 } }
            missing += names.filter { !shown.contains($0[...]) }
        }
        #expect(missing == [], "no event shows them")
    }

    /// Everything but what is zero, and what the tool tells of itself.
    static func shown(_ fed: Fed) -> [String] {
        let own =
            MetricsTool.layout.metrics.filter { $0.group.source == "the metrics tool itself" }.map(\.name)
            + ["peerobserver_metric_series_folded"]
        return fed.samples.filter { sample in
            let name = String(sample.prefix { $0 != "{" && $0 != " " })
            let isUntouched = sample.hasSuffix(" 0") && !Self.shownWhenZero(name)
            return !own.contains(name) && !isUntouched
        }
    }

    private static func shownWhenZero(_ name: String) -> Bool {
        MetricsTool.layout.metrics.contains { metric in
            guard metric.name == name, case .gauge = metric.kind else { return false }
            return true
        }
    }
}

/// Files that hold what is expected.
enum Golden {
    private static let directory = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Fixtures")
    static let root = directory.deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

    static func compare(_ text: String, with name: String) throws {
        try compare(text, with: directory.appending(path: name))
    }

    static func compare(_ text: String, with file: URL) throws {
        if ProcessInfo.processInfo.environment["UPDATE_GOLDEN"] == "1" {
            try text.write(to: file, atomically: true, encoding: .utf8)
        }
        let golden = try String(contentsOf: file, encoding: .utf8)
        let (found, expected) = (text.split(separator: "\n"), golden.split(separator: "\n"))
        for (found, expected) in zip(found, expected) { #expect(found == expected) }
        #expect(found.count == expected.count)
    }

    static func lines(_ name: String) throws -> [[String]] {
        try String(contentsOf: directory.appending(path: name), encoding: .utf8).split(separator: "\n").dropFirst().map
        {
            $0.split(separator: "\t", omittingEmptySubsequences: false).map(String.init)
        }
    }
}
