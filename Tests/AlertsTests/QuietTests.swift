import Foundation
import PeerObserver
import ScenarioFixture
import Testing

@testable import Alerts

/// A node's ordinary day raises no alert: the mainnet mix with recorded functional tests in it, blocks at random times, a restart, 5 % slow
/// peers, and a scanner with 1.2 million short connections a day.
///
/// A whole day takes its time: `QUIET_HOURS=24 QUIET_SEEDS=20 swift test -c release -Xswiftc -enable-testing --filter QuietTests`.
@Suite struct QuietTests {
    private static func number(_ name: String, _ value: Double) -> Double {
        ProcessInfo.processInfo.environment[name].flatMap { Double($0) } ?? value
    }

    private static let hours = number("QUIET_HOURS", 0.75)
    private static let firstSeed = UInt64(number("QUIET_FIRST_SEED", 1))
    private static let seeds = firstSeed..<firstSeed + UInt64(number("QUIET_SEEDS", 1))

    @Test(arguments: seeds) func anOrdinaryDayRaisesNoAlert(seed: UInt64) throws {
        let scene = try Scene()
        let count = try SimulatedNode {
            $0.seconds = Self.hours * 3600
            $0.seed = seed
            $0.blocksAtRandom = true
            $0.slowPeersPercent = 5
            $0.restartAt = Self.hours * 3600 * 0.4
            $0.scannerConnectionsPerDay = 1_200_000
        }.run { subject, event in _ = scene.tool.receive(subject: subject, payload: event) }
        print("seed \(seed): \(count) events of \(Self.hours) hours, \(scene.lines.count) lines as upstream's")
        let raised = scene.notices.filter { $0.state == .raised }
        for alert in raised.prefix(5) {
            Issue.record("\(alert.kind): \(alert.summary), \(alert.peers.first?.addr ?? "")")
        }
        #expect(raised.isEmpty)
    }
}
