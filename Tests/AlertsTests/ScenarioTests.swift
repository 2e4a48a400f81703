import Foundation
import PeerObserver
import ScenarioFixture
import TestSupport
import Testing

@testable import Alerts

/// Attacks as demo-node plays them, against the table of docs/scenarios.md: `UPDATE_GOLDEN=1 swift test --filter ScenarioTests` rewrites it.
@Suite struct ScenarioTests {
    private struct Expected {
        let name: String
        /// Of the alert that it is about.
        let kind: String
        /// Whether a tenth of it is found within two minutes.
        let tenth: Bool
        /// Other alerts that it may raise.
        let others: Set<String>

        init(_ name: String, kind: String? = nil, tenth: Bool = false, others: Set<String> = []) {
            (self.name, self.kind, self.tenth, self.others) = (name, kind ?? name, tenth, others)
        }
    }

    private static let scenarios = [
        Expected("ping-spam"),
        Expected("addr-spam"),
        Expected("addr-flood", tenth: true, others: ["addr-spam"]),
        Expected("getaddr-fingerprinting"),
        Expected("inbound-drop"),
        Expected("connection-flood", others: ["eviction-churn"]),
        Expected("eviction-churn"),
        Expected("short-visitors"),
        Expected("spy-peers"),
        Expected("bloom-load"),
        Expected("processing-backlog"),
        Expected("invalid-headers", tenth: true),
        Expected("misbehaviour-spike", others: ["addr-flood"]),
        Expected("orphan-flood"),
        Expected("block-stall", tenth: true),
        Expected("slow-block"),
        Expected("reconstruction-failures"),
        Expected("uncache-spike"),
        Expected("low-diversity", others: ["spy-peers"]),
        Expected("clock-offset", tenth: true),
        Expected("unknown-messages"),
        Expected("malformed-messages"),
        Expected("addr-flood-2024", kind: "addr-flood", tenth: true, others: ["addr-spam"]),
    ]

    @Test func everyDetectorHasItsScenario() {
        let kinds = Set(DetectorTable.facts.map(\.kind)).subtracting(["band", "stale-tip"])
        #expect(Set(Self.scenarios.map(\.kind)) == kinds)
    }

    /// Twenty minutes of ordinary traffic, behind which the usual is known.
    private static let usual = Result {
        let scene = try Scene()
        try SimulatedNode { $0.seconds = learning }.run { _ = scene.tool.receive(subject: $0, payload: $1) }
        return scene
    }
    private static let learning = 1200.0

    /// Seconds from a scenario's start until each kind of alert was raised.
    ///
    /// - Parameter isUsed: whether the tool knows what is usual.
    private static func found(
        _ scenario: String, intensity: Double, seconds: Double, after: Double = 10, isUsed: Bool = false
    ) throws -> [String: Double] {
        let scene = isUsed ? Scene(goingOnFrom: try usual.get()) : try Scene()
        let before = isUsed ? learning : 0
        try SimulatedNode {
            $0.scenario = scenario
            $0.scenarioAfter = after
            $0.scenarioIntensity = intensity
            $0.seconds = after + seconds
        }.run { subject, bytes in
            if isUsed, var event = try? Event(decoding: RawSpan(_unsafeBytes: bytes)) {
                Self.shift(&event, by: UInt64(before))
                event.encoded().withUnsafeBytes { #expect(scene.tool.receive(subject: subject, payload: $0) == nil) }
            } else {
                #expect(scene.tool.receive(subject: subject, payload: bytes) == nil)
            }
        }
        let start = Double(SimulatedNode.startNanoseconds) / 1e6 + (before + after) * 1000
        let raised = scene.notices.filter { $0.state == .raised }
        for alert in raised {
            #expect(!alert.evidence.isEmpty, "\(alert.kind)")
            #expect(alert.evidence.allSatisfy { $0.sequence != nil && $0.streamID != nil }, "\(alert.kind)")
        }
        return Dictionary(
            raised.map { ($0.kind, (Double($0.firstTime) - start) / 1000) }, uniquingKeysWith: min)
    }

    /// The node has been restarted in between: its peers are others.
    private static func shift(_ event: inout Event, by seconds: UInt64) {
        event.timestamp += seconds * 1000
        guard case .rpcExtractor(var rpc) = event.payload, case .peerInfos(var answer) = rpc.event else { return }
        for index in answer.infos.indices { answer.infos[index].connectionTime += Int64(seconds) }
        rpc.event = .peerInfos(answer)
        event.payload = .rpcExtractor(rpc)
    }

    @Test func eachIsFoundWithinAMinuteAndTheTableTellsWhen() throws {
        var rows: [String] = []
        for scenario in Self.scenarios {
            let whole = try Self.found(scenario.name, intensity: 1, seconds: 60)
            let found = try #require(whole[scenario.kind], "\(scenario.name): \(whole)")
            let used = try Self.found(scenario.name, intensity: 1, seconds: 60, isUsed: true)
            let late = try #require(used[scenario.kind], "\(scenario.name), where the usual is known: \(used)")
            #expect(found <= 60 && late <= 60)
            let tenth = try Self.found(scenario.name, intensity: 0.1, seconds: 120)[scenario.kind]
            #expect((tenth != nil) == scenario.tenth, "\(scenario.name): \(String(describing: tenth))")
            let others = Set(whole.keys).union(used.keys).subtracting([scenario.kind])
            #expect(others == scenario.others, "\(scenario.name)")
            let words = [
                scenario.name, Self.text(found), Self.text(late), tenth.map(Self.text) ?? "not",
                others.isEmpty ? "none" : others.sorted().map { "`\($0)`" }.joined(separator: ", "),
            ]
            rows.append("| \(words.joined(separator: " | ")) |")
        }
        try compare(rows)
    }

    /// A scanner of 833 connections a minute hides a flood of 1,380 from connection-flood; others tell of it.
    @Test(arguments: [("connection-flood", "eviction-churn"), ("short-visitors", "short-visitors")])
    func whatComesBesideAScannerIsFound(scenario: String, kind: String) throws {
        let scene = try Scene()
        try SimulatedNode {
            $0.scannerConnectionsPerDay = 1_200_000
            $0.scenario = scenario
            $0.scenarioAfter = Self.learning
            $0.seconds = Self.learning + 60
        }.run { _ = scene.tool.receive(subject: $0, payload: $1) }
        #expect(scene.raised == [kind])
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
            "| scenario | found after | where the usual is known | at a tenth, within two minutes | other alerts within the minute |\n"
            + "|---|---|---|---|---|\n"
        let table = header + rows.joined(separator: "\n") + "\n"
        if ProcessInfo.processInfo.environment["UPDATE_GOLDEN"] == "1" {
            try (text[..<start] + table + text[stop...]).write(to: path, atomically: true, encoding: .utf8)
        } else {
            #expect(String(text[start..<stop]) == table)
        }
    }
}
