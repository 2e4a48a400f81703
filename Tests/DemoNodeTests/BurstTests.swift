import CTraceEvents
import PeerObserver
import Testing

@testable import DemoNode

@Suite struct BurstTests {
    private static let settings = TrafficSettings {
        $0.burstEverySeconds = 2
        $0.burstSize = 3000
        $0.burstMilliseconds = 20
    }

    @Test func blocksRemoveTheirTransactionsInTime() throws {
        let traffic = try Traffic.simulated(Self.settings, seconds: 8)
        let blocks = traffic.elapsed(of: TRACE_VALIDATION_BLOCK_CONNECTED)
        #expect(blocks == [200, 2200, 4200, 6200].map { $0 * 1_000_000 })
        for block in blocks {
            let removals = traffic.elapsed(of: TRACE_MEMPOOL_REMOVED).filter { block..<block + 20_000_000 ~= $0 }
            #expect(removals.count >= 3000)
        }
    }

    @Test func blocksComeInMessagesThatDecode() throws {
        let exchanges = try Traffic.simulated(Self.settings, seconds: 8).exchanges
        let blocks = exchanges.filter { ["block", "cmpctblock", "blocktxn", "getblocktxn"].contains($0.message.type) }
        let generated = blocks.filter { $0.peer.id >= PeerSet.firstID }
        #expect(generated.contains { $0.message.type == "block" && $0.message.payload.count > 500_000 })
        for exchange in generated {
            #expect(exchange.message.payload.count <= Frame.longestPayload)
            try PayloadTests.expectDecodes(exchange.message)
        }
    }

    @Test func aSingleRunRemovesExactlyThatMany() throws {
        let settings = TrafficSettings {
            $0.removals = 10_000
            $0.removalMilliseconds = 50
        }
        let traffic = try Traffic.simulated(settings, seconds: 100)
        let times = traffic.elapsed(of: TRACE_MEMPOOL_REMOVED)
        #expect(times.count == 10_000 && traffic.probes.tally.total.fired == 10_000)
        #expect(times.first == 0 && times.last == 49_995_000)
        #expect(traffic.isFinished)
    }

    @Test func messagesOnlyMeansOnlyMessages() throws {
        let traffic = try Traffic.simulated(TrafficSettings { $0.messagesOnly = true }, seconds: 10)
        #expect(traffic.exchanges.count == traffic.probes.sink.hits.count)
        #expect(traffic.exchanges.count == 2000)
    }

    @Test func aFloodStopsAtItsLimit() throws {
        var traffic = try Traffic(CollectingSink(), TrafficSettings { $0.messageLimit = 1000 })
        while !traffic.isFinished { try traffic.flood(64, at: 0) }
        #expect(traffic.probes.tally.messageTypes.values.map(\.attempted).reduce(0, +) >= 1000)
        #expect(traffic.isFinished)
    }
}
