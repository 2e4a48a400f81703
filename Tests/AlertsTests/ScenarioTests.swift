import Foundation
import PeerObserver
import ScenarioFixture
import TestSupport
import Testing

@testable import Alerts

/// Attacks as demo-node plays them, against the table of docs/scenarios.md: `UPDATE_GOLDEN=1 swift test --filter ScenarioTests` rewrites it.
@Suite struct ScenarioTests {
    /// Of each scenario, the kind of alert that it is about.
    static let scenarios: [(name: String, kind: String)] =
        DetectorTable.facts.map(\.kind).filter { $0 != "band" && $0 != "stale-tip" }.map { ($0, $0) }
        + [("addr-flood-2024", "addr-flood")]

    /// Seconds from a scenario's start until each kind of alert was raised.
    private static func found(
        _ scenario: String, intensity: Double, seconds: Double, after: Double = 10
    ) throws -> [String: Double] {
        let scene = try Scene()
        try SimulatedNode {
            $0.scenario = scenario
            $0.scenarioAfter = after
            $0.scenarioIntensity = intensity
            $0.seconds = after + seconds
        }.run { subject, event in #expect(scene.tool.receive(subject: subject, payload: event) == nil) }
        let start = Double(SimulatedNode.startNanoseconds) / 1e6 + after * 1000
        return Dictionary(
            scene.notices.filter { $0.state == .raised }.map { ($0.kind, (Double($0.firstTime) - start) / 1000) },
            uniquingKeysWith: min)
    }

    @Test func eachIsFoundWithinAMinuteAndTheTableTellsWhen() throws {
        var rows: [String] = []
        for (name, kind) in Self.scenarios {
            let whole = try Self.found(name, intensity: 1, seconds: 60)
            let found = try #require(whole[kind], "\(name): \(whole)")
            #expect(found <= 60)
            let tenth = try Self.found(name, intensity: 0.1, seconds: 120)
            let others = Set(whole.keys).subtracting([kind]).sorted().map { "`\($0)`" }.joined(separator: ", ")
            rows.append(
                "| \(name) | \(Self.text(found)) | \(tenth[kind].map(Self.text) ?? "not") | \(others.isEmpty ? "none" : others) |"
            )
        }
        try compare(rows)
    }

    /// Half an hour without a block is nothing: one block in twenty takes as long.
    @Test func aStaleTipIsFoundAfterThreeHoursOfIt() throws {
        #expect(try Self.found("stale-tip", intensity: 1, seconds: 300)["stale-tip"] == nil)
        // The scenario begins when the tip is as old as its intensity says; getblockchaininfo is asked every two minutes.
        let found = try #require(try Self.found("stale-tip", intensity: 6.1, seconds: 300, after: 0)["stale-tip"])
        #expect(found <= 121)
    }

    private static func text(_ seconds: Double) -> String { "\((seconds * 10).rounded() / 10) s" }

    private func compare(_ rows: [String]) throws {
        let path = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../../docs/scenarios.md")
        let text = try String(contentsOf: path, encoding: .utf8)
        let (begin, end) = ("<!-- found -->\n", "<!-- end -->")
        let start = try #require(text.range(of: begin)?.upperBound)
        let stop = try #require(text.range(of: end)?.lowerBound)
        let header =
            "| scenario | found after | at a tenth, within two minutes | other alerts within the minute |\n|---|---|---|---|\n"
        let table = header + rows.joined(separator: "\n") + "\n"
        if ProcessInfo.processInfo.environment["UPDATE_GOLDEN"] == "1" {
            try (text[..<start] + table + text[stop...]).write(to: path, atomically: true, encoding: .utf8)
        } else {
            #expect(String(text[start..<stop]) == table)
        }
    }
}
