import Daemon
import PeerObserver
import Testing

@testable import Alerts

/// Trouble that lasts is one alert, and nobody hides by small gestures.
@Suite struct LastingTroubleTests {
    /// Shows peers that shake hands and send nothing but `settings`, for so many minutes.
    private func states(_ count: UInt64, minutes: UInt64, settings: [MessageEvent.Message] = []) throws -> [AlertState]
    {
        let scene = try Scene(["--peer-stale-secs", "86400"])
        for peer in 1...count {
            scene.connection(
                .inbound(InboundConnection(conn: Scene.peer(peer), existingConnections: 1)), after: peer * 100)
            scene.message(.verack(true), peer: peer, after: peer * 100 + 1)
            for message in settings { scene.message(message, peer: peer, after: peer * 100 + 2) }
        }
        for second in 0..<minutes * 60 {
            scene.message(.verack(true), peer: 999, inbound: false, after: 10_000 + second * 1000)
        }
        #expect(scene.notices.allSatisfy { $0.kind == "spy-peers" })
        return scene.notices.map(\.state)
    }

    @Test func spiesThatStayAreOneAlertForAsLong() throws {
        let states = try states(20, minutes: 60)
        #expect(states.first == .raised && !states.contains(.resolved))
    }

    @Test func settingsDoNotMakeASpyAPeer() throws {
        #expect(try states(20, minutes: 15, settings: [.sendheaders(true)]) == [])
        #expect(try states(20, minutes: 25, settings: [.sendheaders(true)]).first == .raised)
        #expect(try states(20, minutes: 25, settings: [.sendheaders(true), .getaddr(true)]) == [])
        // Few are fine.
        #expect(try states(7, minutes: 60) == [])
    }

    @Test func spiesThatComeOneByOneAreFoundBeforeTheUsualIsKnown() throws {
        let scene = try Scene()
        for peer in 1...30 as ClosedRange<UInt64> {
            let time = peer <= 8 ? peer * 1000 : (peer - 8) * 20_000 + 60_000
            scene.connection(.inbound(InboundConnection(conn: Scene.peer(peer), existingConnections: 1)), after: time)
            for second in 1..<20 as Range<UInt64> {
                scene.message(.verack(true), peer: peer, after: time + second * 50)
            }
            scene.message(.verack(true), peer: 999, inbound: false, after: time + 40_000)
        }
        #expect(scene.raised == ["spy-peers"])
    }

    @Test func manyVisitorsDoNotKeepSpiesFromBeingSeen() throws {
        let scene = try Scene()
        // More within 20 minutes than are remembered for so long, and fewer within half a minute.
        for visitor in 1...70_000 as ClosedRange<UInt64> {
            scene.connection(
                .inbound(InboundConnection(conn: Scene.peer(visitor), existingConnections: 1)), after: visitor)
            scene.message(.verack(true), peer: visitor, after: visitor)
            scene.connection(
                .closed(ClosedConnection(conn: Scene.peer(visitor), timeEstablished: Scene.start / 1000)),
                after: visitor)
        }
        for spy in 80_000..<80_020 as Range<UInt64> {
            scene.connection(.inbound(InboundConnection(conn: Scene.peer(spy), existingConnections: 1)), after: spy)
            scene.message(.verack(true), peer: spy, after: spy)
        }
        scene.message(.verack(true), peer: 999, inbound: false, after: 109_000)
        #expect(!scene.raised.contains("spy-peers"))
        scene.message(.verack(true), peer: 999, inbound: false, after: 111_000)
        #expect(scene.raised.contains("spy-peers"))
    }

    /// Where all peers are protected, new connections are dropped before the tracepoint.
    @Test func connectionsThatAFullNodeDropsAreAFlood() throws {
        func raised(_ text: String) throws -> [AlertNotice] {
            let scene = try Scene()
            var line = LogEvent()
            (line.category, line.event) = (.net, .unknownLogMessage(UnknownLogMessage(rawMessage: text)))
            for index in 0..<1100 as Range<UInt64> {
                scene.show(.logExtractor(line), on: "log-extractor", after: index * 50)
            }
            return scene.notices
        }
        let notices = try raised("failed to find an eviction candidate - connection dropped (full)")
        #expect(notices.first?.kind == "connection-flood" && notices.first?.evidence.first?.sequence != nil)
        #expect(try raised("failed to find an eviction").isEmpty)
        #expect(try raised("").isEmpty)
    }

    @Test func bytesOfTheNodeAreABand() throws {
        let scene = try Scene(["--watch", "traffic.sent", "--watch", "traffic.received"])
        var totals = NetTotals()
        for step in 0..<1200 as Range<UInt64> {
            // Started anew on the way.
            if step == 600 { totals.totalBytesSent = 0 }
            totals.totalBytesSent += step < 1150 ? 100_000 + step % 7 * 1000 : 3_000_000
            totals.totalBytesReceived += 50_000 + step % 5 * 1000
            scene.show(.rpcExtractor(RPCEvent(event: .netTotals(totals))), on: "rpc", after: step * 10_000)
        }
        #expect(scene.raised == ["band"])
        #expect(scene.notices.first?.summary.hasPrefix("traffic.sent is at 18000000 a minute") == true)
    }

    /// Else all that passed in the meantime were of one minute.
    @Test func bytesOfAPauseAreOfNoMinute() throws {
        let scene = try Scene(["--watch", "traffic.sent", "--set", "band.minutes=1", "--set", "band.least=1000000"])
        var totals = NetTotals()
        for step in 0..<1500 as Range<UInt64> {
            totals.totalBytesSent += 100_000
            // Other events tell the time.
            scene.message(.verack(true), inbound: false, after: step * 10_000)
            if 1300..<1400 ~= step { continue }
            scene.show(.rpcExtractor(RPCEvent(event: .netTotals(totals))), on: "rpc", after: step * 10_000)
        }
        #expect(scene.raised == [])
    }

    @Test func slowBlocksTenMinutesApartAreOneAlert() throws {
        let scene = try Scene()
        for index in 0..<12 as Range<UInt64> {
            var block = BlockConnected()
            block.connectionTime = 20_000_000_000
            scene.show(
                .ebpfExtractor(EBPFEvent(event: .validation(ValidationEvent(event: .blockConnected(block))))),
                on: "validation", after: index * 600_000)
        }
        #expect(scene.raised == ["slow-block"] && !scene.notices.contains { $0.state == .resolved })
    }

    /// Anybody may send compact blocks of old headers, for which Core does not punish.
    @Test func oldCompactBlocksDoNotHideThoseThatFail() throws {
        func raised(foreign: Int, missing: Int, up: UInt32 = 86_400) throws -> [String] {
            let scene = try Scene()
            scene.show(.rpcExtractor(RPCEvent(event: .uptime(up))), on: "rpc", after: 0)
            for round in 0..<3 as Range<UInt64> {
                let after = round * 600_000
                for index in 0..<foreign {
                    let block = Self.block(UInt8(100 + Int(round) * 20 + index))
                    scene.message(.compactblock(block), peer: 66, after: after + UInt64(index))
                }
                let block = Self.block(UInt8(round))
                scene.message(.compactblock(block), peer: 1, after: after + 100)
                let request = GetBlockTxn(blockHash: block.header.hash, txIndexes: Array(0..<UInt64(missing)))
                if missing > 0 {
                    scene.message(.getblocktxn(request), peer: 1, inbound: false, after: after + 101)
                }
                var connected = BlockConnected()
                connected.hash = block.header.hash
                scene.show(
                    .ebpfExtractor(EBPFEvent(event: .validation(ValidationEvent(event: .blockConnected(connected))))),
                    on: "validation", after: after + 1000)
            }
            return scene.raised
        }
        #expect(try raised(foreign: 0, missing: 100) == ["reconstruction-failures"])
        #expect(try raised(foreign: 5, missing: 100) == ["reconstruction-failures"])
        #expect(try raised(foreign: 5, missing: 10) == [])
        // The mempool of a node that was just started is empty.
        #expect(try raised(foreign: 0, missing: 100, up: 60) == [])
    }

    private static func block(_ seed: UInt8) -> CompactBlock {
        var block = CompactBlock()
        block.header.hash = Hash256(Array(repeating: seed, count: 32)) ?? .zero
        block.shortIDs = Array(repeating: ShortID(), count: 1000)
        return block
    }

    @Test func countersOfEveryFamilyAreThere() throws {
        for name in [
            "events.netconn", "in.tx", "out.inv", "connections.evicted", "mempool.rejected",
            "rejected.min relay fee not met", "log.net", "traffic.sent",
        ] {
            #expect(WatchedCounter(argument: name) != nil, "\(name)")
        }
        for name in ["mempool.all", "rejected.", "log.unknown", "log.nothing", "traffic.all"] {
            #expect(WatchedCounter(argument: name) == nil, "\(name)")
        }
    }

    @Test func rejectionsForAReasonAreABandOfTheirOwn() throws {
        let scene = try Scene(["--watch", "rejected.min relay fee not met", "--watch", "rejected.other"])
        for minute in 0..<200 as Range<UInt64> {
            for index in 0..<(minute < 190 ? 50 + minute % 7 : 400) {
                var rejected = MempoolRejected()
                rejected.reason = "min relay fee not met"
                let event = MempoolEvent(event: .rejected(rejected))
                scene.show(
                    .ebpfExtractor(EBPFEvent(event: .mempool(event))), on: "mempool",
                    after: minute * 60_000 + index * 100)
            }
        }
        #expect(scene.raised == ["band"])
        let alert = try #require(scene.notices.first)
        #expect(alert.summary.hasPrefix("rejected.min relay fee not met"))
        #expect(alert.evidence.allSatisfy { $0.sequence != nil } && !alert.evidence.isEmpty)
    }
}
