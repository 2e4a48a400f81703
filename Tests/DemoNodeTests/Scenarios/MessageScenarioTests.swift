import CTraceEvents
import PeerObserver
import Testing

@testable import DemoNode

@Suite struct MessageScenarioTests {
    private static let intensities = [(1.0, 1), (0.1, 10)]

    private static func decoded(_ exchange: Exchange) -> MessageEvent.Message? {
        MessageTable.decode(exchange.message.type, payload: exchange.message.payload.span.bytes).message
    }

    @Test(arguments: intensities) func typesThatNobodyKnows(_ intensity: Double, _ divisor: Int) throws {
        let play = try Performance(UnknownMessages.self, intensity: intensity)
        let unknown = play.messages(inbound: true).filter { UnknownMessages.types.contains($0.message.type) }
        #expect(unknown.count == 300 / divisor && play.opened.count == 5)
        for exchange in unknown.prefix(20) {
            guard case .unknown = Self.decoded(exchange) else {
                Issue.record("\(exchange.message.type) is known")
                continue
            }
            #expect(exchange.message.type.utf8.count <= 12)
        }
    }

    @Test(arguments: intensities) func messagesThatDoNotDecode(_ intensity: Double, _ divisor: Int) throws {
        let play = try Performance(MalformedMessages.self, intensity: intensity)
        let handshake: Set = ["version", "wtxidrelay", "sendaddrv2", "verack"]
        let sent = play.messages(inbound: true).filter { !handshake.contains($0.message.type) }
        let malformed = sent.filter { if case .malformed = Self.decoded($0) { true } else { false } }
        #expect(sent.count == 300 / divisor && malformed.count == sent.count)
        #expect(play.lines.count { $0.contains("ProcessMessages(") } == sent.count)
    }

    @Test(arguments: intensities) func peersThatBreakARule(_ intensity: Double, _ divisor: Int) throws {
        let play = try Performance(MisbehaviourSpike.self, intensity: intensity)
        #expect(play.hits.count { if case .misbehaving = $0.hit { true } else { false } } == 60 / divisor)
        #expect(play.opened.count == 60 / divisor && play.closed.count == 60 / divisor)
        #expect(play.lines.count { $0.contains("Misbehaving: peer=") } == 60 / divisor)
    }

    @Test(arguments: intensities) func oneInvalidHeaderFromManyPeers(_ intensity: Double, _ divisor: Int) throws {
        let play = try Performance(InvalidHeaders.self, intensity: intensity)
        let headers = play.messages("headers", inbound: true)
        #expect(headers.count == 10 / divisor && Set(headers.map(\.message.payload)).count == 1)
        #expect(Set(headers.map(\.peer.id)).count == headers.count)
        #expect(play.lines.count { $0.contains("InvalidChainFound: invalid block=") } == 1)
        #expect(play.lines.count { $0.contains("is marked invalid") } == headers.count - 1)
    }

    @Test(arguments: intensities) func transactionsWithoutParents(_ intensity: Double, _ divisor: Int) throws {
        let play = try Performance(OrphanFlood.self, intensity: intensity)
        for (type, inbound) in [("tx", true), ("getdata", false), ("notfound", true)] {
            #expect(play.messages(type, inbound: inbound).count == 600 / divisor)
        }
        #expect(play.facts.orphans.count == min(600 / divisor, OrphanFlood.mostOrphans) + 3)
        #expect(play.lines.count { $0.contains("stored orphan tx") } == 600 / divisor)
    }

    @Test(arguments: [(1.0, 1980, 26 * 55), (0.1, 198, 0)])
    func moreTransactionsThanAreAnnounced(_ intensity: Double, _ count: Int, _ waiting: Int) throws {
        let play = try Performance(ProcessingBacklog.self, intensity: intensity)
        let quiet = try Performance(StaleTip.self)
        let added = play.count { $0.kind == TRACE_MEMPOOL_ADDED } - quiet.count { $0.kind == TRACE_MEMPOOL_ADDED }
        #expect(abs(added - count) < 30)
        let sets = play.facts.peers.compactMap(\.invToSend)
        #expect(sets.count > 40 && sets.allSatisfy { $0 >= waiting })
        let mean = Double(sets.reduce(0, +)) / Double(sets.count) - Double(waiting)
        #expect(5000 * intensity...13_000 * intensity ~= mean)
        #expect(abs(Double(play.facts.delayNanoseconds) / 1e9 - 5 * intensity) < 0.001)
        #expect(play.facts.peers.compactMap(\.pingMicroseconds).allSatisfy { Double($0) > 5e6 * intensity })
    }

    @Test(arguments: intensities) func coinsLeaveTheCache(_ intensity: Double, _ divisor: Int) throws {
        let play = try Performance(UncacheSpike.self, intensity: intensity)
        let transactions = play.messages("tx", inbound: true)
        #expect(transactions.count == 60)
        try PayloadTests.expectDecodes(transactions[0].message)
        #expect(12_000 / divisor...12_000 / divisor + 100 ~= play.count { $0.kind == TRACE_UTXOCACHE_UNCACHE })
    }
}
