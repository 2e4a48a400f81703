import PeerObserver
import ScenarioFixture
import TestSupport
import Testing

@testable import Alerts

/// Attacks as demo-node plays them, at the intensity that docs/scenarios.md gives.
@Suite struct ScenarioTests {
    /// Seconds from a scenario's start until each kind of alert was raised.
    static func found(
        _ scenario: String?, intensity: Double = 1, after: Double = 10, seconds: Double = 60, seed: UInt64 = 1
    ) throws -> [String: Double] {
        let scene = try Scene()
        try SimulatedNode {
            $0.scenario = scenario
            $0.scenarioAfter = after
            $0.scenarioIntensity = intensity
            $0.seconds = after + seconds
            $0.seed = seed
        }.run { subject, event in _ = scene.tool.receive(subject: subject, payload: event) }
        if scenario == nil {
            for notice in scene.notices {
                print("N", notice.kind, notice.state, notice.summary, notice.peers, notice.measures)
            }
        }
        let start = Double(SimulatedNode.startNanoseconds) / 1e6 + after * 1000
        return Dictionary(
            scene.notices.filter { $0.state == .raised }.map { ($0.kind, (Double($0.firstTime) - start) / 1000) },
            uniquingKeysWith: min)
    }

    static let scenarios = [
        "ping-spam", "addr-spam", "addr-flood", "addr-flood-2024", "getaddr-fingerprinting", "inbound-drop",
        "connection-flood", "eviction-churn", "short-visitors", "spy-peers", "bloom-load", "processing-backlog",
        "invalid-headers", "misbehaviour-spike", "orphan-flood", "block-stall", "slow-block",
        "reconstruction-failures", "uncache-spike", "low-diversity", "clock-offset", "unknown-messages",
        "malformed-messages",
    ]

    @Test(arguments: scenarios) func isFoundWithinAMinute(scenario: String) throws {
        let found = try Self.found(scenario)
        print("SCENARIO", scenario, found.sorted { $0.value < $1.value }.map { "\($0.key) \($0.value)" })
        let kind = scenario == "addr-flood-2024" ? "addr-flood" : scenario
        #expect(found[kind] ?? .infinity <= 60, "\(found)")
    }

    @Test(.disabled(), arguments: scenarios) func aTenthOfIt(scenario: String) throws {
        let found = try Self.found(scenario, intensity: 0.1, seconds: 600)
        print("TENTH", scenario, found.sorted { $0.value < $1.value }.map { "\($0.key) \($0.value)" })
    }

    @Test func ordinaryTrafficIsQuiet() throws {
        let found = try Self.found(nil, seconds: 3600)
        print("QUIET", found)
        #expect(found.isEmpty)
    }
}
