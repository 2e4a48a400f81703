import CTraceEvents
import PeerObserver
import Testing

@testable import DemoNode

@Suite struct BlockScenarioTests {
    private static func blocks(_ play: Performance) -> [ConnectedBlock] {
        play.traffic.probes.sink.hits.compactMap { hit in
            guard hit.elapsed >= 5_000_000_000, case .blockConnected(let block) = hit.hit else { return nil }
            return block
        }
    }

    /// The ordinary traffic's come every ten seconds.
    private static func play(_ scenario: any Scenario.Type, _ intensity: Double, seconds: Double = 60) throws
        -> Performance
    {
        try Performance(scenario, intensity: intensity, seconds: seconds, blocksEvery: 10)
    }

    @Test(arguments: [(1.0, 2), (0.1, 12)]) func aPeerKeepsABlockBack(_ intensity: Double, _ stallers: Int) throws {
        let play = try Self.play(BlockStall.self, intensity, seconds: 700)
        #expect(Self.blocks(play).isEmpty)
        #expect(play.opened.count == stallers && play.closed.count == stallers - 1)
        #expect(play.messages("getblocktxn", inbound: false).count == stallers)
        #expect(play.messages("blocktxn").isEmpty)
        #expect(play.facts.headersAhead == 1)
        #expect(play.facts.peers.filter { $0.inflight?.isEmpty == false }.map(\.id) == [play.opened.last?.id])
        #expect(play.lines.count { $0.contains("Timeout downloading block") } == stallers - 1)
    }

    @Test(arguments: [(1.0, 2), (0.1, 0)]) func noBlockForHalfAnHour(_ intensity: Double, _ told: Int) throws {
        let play = try Self.play(StaleTip.self, intensity, seconds: 700)
        #expect(Self.blocks(play).isEmpty)
        #expect(play.lines.count { $0.contains("Potential stale tip detected") } == told)
        #expect(play.opened.map(\.connectionType) == Array(repeating: .outboundFullRelay, count: told))
        let age = try #require(play.facts.tipAgeSeconds)
        #expect(abs(Double(age) - 1800 * intensity - 700) < 2)
    }

    @Test(arguments: [(1.0, 20_000_000_000), (0.1, 2_000_000_000)])
    func blocksThatTakeLong(_ intensity: Double, _ duration: Int64) throws {
        let play = try Self.play(SlowBlock.self, intensity)
        let blocks = Self.blocks(play)
        #expect(blocks.count == 2 && blocks.allSatisfy { $0.durationNanoseconds == duration })
        #expect(blocks[1].height == blocks[0].height + 1)
    }

    @Test(arguments: [(1.0, 6), (0.1, 0)]) func halfOfTheBlocksLackTransactions(_ intensity: Double, _ failures: Int)
        throws
    {
        let play = try Self.play(ReconstructionFailures.self, intensity)
        #expect(Self.blocks(play).count == 12)
        let requests = play.traffic.probes.sink.hits.filter {
            guard case .message(let exchange) = $0.hit else { return false }
            return exchange.message.type == "getblocktxn" && !exchange.inbound && exchange.message.payload.count > 200
                && $0.elapsed >= 5_000_000_000
        }
        #expect(requests.count == failures)
        #expect(play.lines.count { $0.contains("Successfully reconstructed") } == 12)
        #expect(play.lines.count { $0.contains(" and 0 txn (0 bytes)") } == 12 - failures)
    }

    @Test func blocksComeAgainAfterIt() throws {
        let settings = TrafficSettings {
            $0.ratePerSecond = 5
            $0.burstEverySeconds = 10
            $0.burstSize = 20
            $0.scenario = ScenarioSettings(name: "stale-tip", afterSeconds: 5, seconds: 60)
        }
        let blocks = try Traffic.simulated(settings, seconds: 100).elapsed(of: TRACE_VALIDATION_BLOCK_CONNECTED)
        #expect(blocks.map { $0 / 1_000_000_000 } == [1, 71, 81, 91])
    }
}
