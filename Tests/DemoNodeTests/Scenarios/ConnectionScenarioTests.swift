import PeerObserver
import Testing

@testable import DemoNode

@Suite struct ConnectionScenarioTests {
    /// Bytes of /24, or of /32 for IPv6.
    private static func network(_ peer: Peer) -> [UInt8] {
        guard let own = peer.own else { return [] }
        return Array(own.bytes.prefix(own.network == .ipv4 ? 3 : 4))
    }

    private static let intensities = [(1.0, 1), (0.1, 10)]

    @Test(arguments: intensities) func shortVisitsFromFewNetworks(_ intensity: Double, _ divisor: Int) throws {
        let play = try Performance(ShortVisitors.self, intensity: intensity)
        #expect(play.opened.count == 40 / divisor)
        #expect(Set(play.opened.map(Self.network)).count <= 4)
        #expect(Set(play.opened.map { $0.own?.bytes ?? [] }).count > 30 / divisor)
        #expect(Set(play.opened.compactMap(\.told.userAgent)).count >= 9 / divisor + 1)
        // They hear of transactions, and tell of none.
        #expect(play.messages("inv", inbound: true).isEmpty && play.messages("getdata").isEmpty)
        if divisor == 1 {
            #expect(play.messages("inv", inbound: false).count > 40)
            #expect(15...33 ~= play.closed.count)
        }
    }

    @Test(arguments: intensities) func connectionsByTheSecond(_ intensity: Double, _ divisor: Int) throws {
        let play = try Performance(ConnectionFlood.self, intensity: intensity)
        #expect(play.opened.count == 1380 / divisor)
        #expect(Set(play.opened.map { Array(Self.network($0).prefix(2)) }).count > 50)
        // Nobody stays longer than five seconds.
        let times = Dictionary(
            play.hits.compactMap { hit -> (Int64, Int64)? in
                if case .opened(let peer, _) = hit.hit { (peer.id, hit.elapsed) } else { nil }
            }, uniquingKeysWith: { first, _ in first })
        for (hit, elapsed) in play.hits {
            if case .closed(let peer) = hit { #expect(elapsed - times[peer.id, default: 0] <= 5_000_000_000) }
        }
        #expect(play.traffic.state.peers.count(inbound: true) <= PeerSet.mostInbound)
        // Bitcoin Core would protect some.
        #expect(play.traffic.state.peers.count(.inbound) >= PeerSet.protectedInbound / 2)
        if divisor == 1 { #expect(play.count { if case .evicted = $0 { true } else { false } } > 800) }
    }

    @Test(arguments: intensities) func spiesOnlyListen(_ intensity: Double, _ divisor: Int) throws {
        let play = try Performance(SpyPeers.self, intensity: intensity)
        #expect(play.opened.count == 20 / divisor && play.closed.isEmpty)
        let invs = play.messages("inv", inbound: false)
        for peer in play.opened { #expect(invs.count { $0.peer === peer } >= 10) }
        let theirs = Set(play.messages(inbound: true).map(\.message.type))
        #expect(theirs.isSubset(of: ["version", "wtxidrelay", "sendaddrv2", "verack", "pong"]))
    }

    @Test(arguments: intensities) func addressesOverOneNetworkAfterTheOther(_ intensity: Double, _ divisor: Int) throws
    {
        let play = try Performance(GetaddrFingerprinting.self, intensity: intensity)
        #expect(play.messages("getaddr", inbound: true).count == 30 / divisor)
        let answers = play.messages("addrv2", inbound: false)
        #expect(answers.count == 30 / divisor && Set(answers.map(\.message.payload)).count == 1)
        #expect(answers.allSatisfy { $0.message.payload.count > 20_000 })
        #expect(Set(play.opened.map(\.network)).count == min(5, 30 / divisor))
        #expect(Set(play.opened.map { $0.own?.bytes ?? [] }).count == min(10, 30 / divisor))
    }

    @Test(arguments: intensities) func filteredBlocksForWallets(_ intensity: Double, _ divisor: Int) throws {
        let play = try Performance(BloomLoad.self, intensity: intensity)
        #expect(play.opened.count == 10 / divisor)
        #expect(play.opened.allSatisfy { $0.told.userAgent?.hasPrefix("/bitcoinj") == true })
        #expect(play.messages("filterload", inbound: true).count == 10 / divisor)
        let blocks = play.messages("merkleblock", inbound: false)
        // The last connection has not had all of its own yet.
        #expect(900 / divisor...1000 / divisor ~= blocks.count)
        for message in play.messages("filterload") + blocks.prefix(3) {
            try PayloadTests.expectDecodes(message.message)
        }
        for request in play.messages("getdata", inbound: true) {
            var reader = ByteReader(request.message.payload.span.bytes)
            for item in try Inv(payload: &reader).items {
                guard case .unknown(let unknown) = item.item else {
                    Issue.record("\(item) is no filtered block")
                    continue
                }
                #expect(unknown.invType == 3)
            }
        }
    }

    @Test(arguments: [(1.0, 0.82), (0.1, 0.08)]) func inboundPeersGo(_ intensity: Double, _ share: Double) throws {
        let play = try Performance(InboundDrop.self, intensity: intensity)
        let closed = play.traffic.probes.sink.hits.filter {
            guard case .closed(let peer) = $0.hit, peer.connectionType == .inbound else { return false }
            // Those that were there before anything was traced.
            return $0.elapsed >= 5_000_000_000 && peer.establishedSeconds < RecordEncoder.startSeconds
        }
        #expect(abs(Double(closed.count) - share * 32) <= 6, "\(closed.count)")
        if intensity == 1 {
            let early = closed.count { $0.elapsed < 35_000_000_000 }
            #expect(early >= 20)
            #expect(play.traffic.state.peers.count(.inbound) < 20)
        }
    }

    @Test(arguments: intensities) func arrivalsHaveOthersEvicted(_ intensity: Double, _ divisor: Int) throws {
        let play = try Performance(EvictionChurn.self, intensity: intensity)
        #expect(play.opened.count == 40 / divisor)
        let evictions = play.count { if case .evicted = $0 { true } else { false } }
        #expect(40 / divisor...40 / divisor + 12 ~= evictions)
    }

    @Test(arguments: [(1.0, 54), (0.1, 5)]) func slotsTakenByFewNetworks(_ intensity: Double, _ count: Int) throws {
        let play = try Performance(LowDiversity.self, intensity: intensity)
        #expect(play.opened.count == count)
        #expect(Set(play.opened.map(Self.network)).count == min(count, 32))
        #expect(Set(play.opened.map { Array(Self.network($0).prefix(2)) }).count == 2)
        let inbound = play.facts.peers.filter { $0.connectionType == "inbound" }
        let theirs = inbound.count { $0.address.hasPrefix("198.18.") || $0.address.hasPrefix("198.19.") }
        if intensity == 1 { #expect(Double(theirs) / Double(inbound.count) > 0.7) }
        #expect(inbound.count <= PeerSet.mostInbound)
    }

    @Test(arguments: [(1.0, 4200), (0.1, 420)]) func allClocksAreAhead(_ intensity: Double, _ seconds: Int64) throws {
        let play = try Performance(ClockOffset.self, intensity: intensity)
        #expect(play.opened.count == 12 && play.opened.allSatisfy { $0.connectionType == .feeler })
        for exchange in play.messages("version", inbound: true) {
            var reader = ByteReader(exchange.message.payload.span.bytes)
            let offset = try Version(payload: &reader).timestamp - RecordEncoder.startSeconds
            #expect(seconds - 10...seconds + 70 ~= offset)
        }
        #expect(play.facts.peers.allSatisfy { abs(($0.timeOffsetSeconds ?? 0) - seconds) <= 2 })
        #expect(play.lines.contains { $0.contains("out of sync") } == (intensity == 1))
    }
}
