import ArgumentParser
import Daemon
import PeerObserver
import Testing

@testable import Alerts

/// What each detector finds, and what it does not, beside the scenarios.
@Suite struct DetectorTests {
    private static func rpc(_ answer: RPCEvent.Kind) -> Event.Payload { .rpcExtractor(RPCEvent(event: answer)) }

    private static func peers(
        _ count: Int, inbound: Bool = true, from: UInt32 = 0,
        address: (Int) -> String = { "\($0 % 200 + 1).\($0 % 250).1.1:8333" },
        change: (inout PeerInfo) -> Void = { _ in }
    ) -> [PeerInfo] {
        (0..<count).map { index in
            var info = PeerInfo()
            (info.id, info.address, info.network) = (from + UInt32(index), address(index), "ipv4")
            (info.inbound, info.version) = (inbound, 70016)
            change(&info)
            return info
        }
    }

    /// Shows answers of getpeerinfo, ten seconds apart.
    private func answers(_ all: [[PeerInfo]]) throws -> [String] {
        let scene = try Scene()
        for (index, infos) in all.enumerated() {
            scene.show(Self.rpc(.peerInfos(PeerInfos(infos: infos))), on: "rpc", after: UInt64(index) * 10_000)
        }
        return scene.raised
    }

    // MARK: getpeerinfo

    @Test func lossOfInboundPeersIsFoundAndARestartIsNot() throws {
        let outbound = Self.peers(8, inbound: false, from: 500)
        let many = Self.peers(100) + outbound
        #expect(
            try answers(Array(repeating: many, count: 5) + Array(repeating: Self.peers(40) + outbound, count: 3)) == [
                "inbound-drop"
            ])
        // One answer may be a moment; a fifth is no loss.
        #expect(try answers([many, many, Self.peers(40) + outbound, many, many]) == [])
        #expect(try answers([many, many, Self.peers(80) + outbound, Self.peers(80) + outbound]) == [])
        // Ids from 0 again: the node was restarted.
        let anew = Self.peers(5, change: { $0.connectionTime = 900 })
        #expect(try answers([many, many, anew, anew, anew]) == [])
        #expect(try answers([many, many, [], [], anew, anew, anew]) == [])
        // The oldest ones are the node's own, as a rule; the newest inbound peer is among those that go.
        let usual = Self.peers(8, inbound: false) + Self.peers(100, from: 8)
        #expect(try answers([usual, usual, Array(usual.prefix(20)), Array(usual.prefix(20))]) == ["inbound-drop"])
        // Somebody comes newly at the same time, with a node that has no outbound peers.
        let alone = Self.peers(100)
        let newcomer = Self.peers(1, from: 100)
        #expect(try answers([alone + newcomer, alone, Self.peers(10), Self.peers(10)]) == ["inbound-drop"])
        // All are lost and stay lost.
        #expect(try answers([usual, usual] + Array(repeating: [], count: 60)) == ["inbound-drop"])
    }

    @Test func fewNetworksAreFound() throws {
        let few = Self.peers(40) { "198.18.\($0).1:8333" } + Self.peers(10, from: 40)
        #expect(try answers([few]) == ["low-diversity"])
        #expect(try answers([Self.peers(60)]) == [])
        // Too few to judge, and outbound ones, which the node chose itself.
        #expect(try answers([Self.peers(20) { _ in "198.18.0.1:8333" }]) == [])
        #expect(try answers([Self.peers(60, inbound: false) { _ in "198.18.0.1:8333" }]) == [])
    }

    @Test func pilingUpAnnouncementsAreFound() throws {
        #expect(try answers([Self.peers(30, change: { $0.invToSend = 3000 })]) == ["processing-backlog"])
        // One peer that takes nothing is no backlog.
        #expect(try answers([Self.peers(30, change: { $0.invToSend = $0.id == 3 ? 20_000 : 100 })]) == [])
    }

    @Test func clocksThatAreOffAreFound() throws {
        #expect(try answers([Self.peers(30, change: { $0.timeOffset = 90 })]) == ["clock-offset"])
        #expect(try answers([Self.peers(30, change: { $0.timeOffset = $0.id < 10 ? 4000 : -1 })]) == [])
        #expect(try answers([Self.peers(5, change: { $0.timeOffset = 90 })]) == [])
    }

    @Test func aBlockThatDoesNotComeIsFound() throws {
        let asked = Self.peers(10, change: { $0.inflight = $0.id == 1 ? [900_000] : [] })
        func raised(_ answers: [[PeerInfo]], ibd: Bool = false) throws -> [String] {
            let scene = try Scene()
            var info = BlockchainInfo()
            (info.blocks, info.headers, info.initialblockdownload) = (900_000, 900_000, ibd)
            info.time = UInt32(Scene.start / 1000)
            scene.show(Self.rpc(.blockchainInfo(info)), on: "rpc", after: 0)
            for (index, infos) in answers.enumerated() {
                scene.show(Self.rpc(.peerInfos(PeerInfos(infos: infos))), on: "rpc", after: UInt64(index) * 10_000)
            }
            return scene.raised
        }
        #expect(try raised(Array(repeating: asked, count: 6)) == ["block-stall"])
        #expect(try raised([asked, asked, asked, Self.peers(10), asked, asked, asked]) == [])
        // While it fetches the chain, blocks are under way all the time.
        #expect(try raised(Array(repeating: asked, count: 6), ibd: true) == [])
    }

    // MARK: The p2p-extractor, the chain

    @Test func threeLatePongsAreFound() throws {
        func raised(_ seconds: [Double]) throws -> [String] {
            let scene = try Scene()
            for (index, seconds) in seconds.enumerated() {
                scene.show(
                    .p2pExtractor(P2PEvent(event: .pingDuration(PingDuration(duration: UInt64(seconds * 1e9))))),
                    on: "p2p-extractor", after: UInt64(index) * 10_000)
            }
            return scene.raised
        }
        #expect(try raised([0.01, 2, 2, 2]) == ["processing-backlog"])
        #expect(try raised([2, 2, 0.5, 2, 2, 0.01]) == [])
    }

    @Test func aTipOfThreeHoursIsFound() throws {
        func raised(
            blocks: (Int) -> UInt32 = { _ in 900_000 }, hours: Int, chain: String = "main", age: UInt32 = 0,
            up: UInt32 = 86_400
        ) throws -> [String] {
            let scene = try Scene()
            for minute in 0..<hours * 60 {
                let up = up + UInt32(minute) * 60
                scene.show(Self.rpc(.uptime(up)), on: "rpc", after: UInt64(minute) * 60_000)
                var info = BlockchainInfo()
                info.chain = chain
                info.blocks = blocks(minute)
                info.headers = info.blocks
                info.time = UInt32(Scene.start / 1000) - age
                scene.show(Self.rpc(.blockchainInfo(info)), on: "rpc", after: UInt64(minute) * 60_000)
            }
            return scene.raised
        }
        #expect(try raised(hours: 4) == ["stale-tip"])
        #expect(try raised(hours: 4, chain: "regtest") == [])
        // A node that was down for four hours gets its blocks within minutes; one that has been up does not.
        #expect(try raised(blocks: { $0 < 5 ? 900_000 : 900_024 }, hours: 1, age: 14_400, up: 0) == [])
        #expect(try raised(hours: 1, age: 14_400, up: 0) == ["stale-tip"])
        #expect(try raised(hours: 1, age: 14_400) == ["stale-tip"])
        #expect(try raised(blocks: { 900_000 + UInt32($0 / 150) }, hours: 8) == [])
    }

    @Test func headersWithoutTheirBlocksAreFound() throws {
        func raised(_ behind: (Int) -> UInt32, ibd: Bool = false) throws -> [String] {
            let scene = try Scene()
            for index in 0..<10 {
                var info = BlockchainInfo()
                (info.blocks, info.headers, info.initialblockdownload) = (900_000, 900_000 + behind(index), ibd)
                info.time = UInt32(Scene.start / 1000)
                scene.show(Self.rpc(.blockchainInfo(info)), on: "rpc", after: UInt64(index) * 10_000)
            }
            return scene.raised
        }
        #expect(try raised { $0 > 1 ? 1 : 0 } == ["block-stall"])
        #expect(try raised { $0 % 4 == 0 ? 1 : 0 } == [])
        #expect(try raised({ _ in 1000 }, ibd: true) == [])
    }

    @Test func slowBlocksAreFound() throws {
        func raised(_ seconds: [Double]) throws -> [String] {
            let scene = try Scene()
            for (index, seconds) in seconds.enumerated() {
                var block = BlockConnected()
                block.connectionTime = UInt64(seconds * 1e9)
                scene.show(
                    .ebpfExtractor(EBPFEvent(event: .validation(ValidationEvent(event: .blockConnected(block))))),
                    on: "validation", after: UInt64(index) * 600_000)
            }
            return scene.raised
        }
        #expect(try raised([0.2, 0.3, 0.2, 20]) == ["slow-block"])
        // A slow machine, and a block that is twice as slow.
        #expect(try raised(Array(repeating: 4, count: 20) + [9]) == [])
    }

    // MARK: Counters, options, time

    @Test func namedCountersThatLeaveTheirBandAreFound() throws {
        func raised(_ counter: String, _ last: Int) throws -> [String] {
            let scene = try Scene(["--watch", counter])
            for minute in 0..<200 {
                let count = minute < 190 ? 50 + minute % 7 : last
                for index in 0..<count {
                    scene.message(
                        .verack(true), peer: UInt64(index % 9), after: UInt64(minute) * 60_000 + UInt64(index) * 100)
                }
            }
            return scene.raised
        }
        #expect(try raised("in.c", 400) == ["band"])
        #expect(try raised("events.netmsg", 500) == ["band"])
        #expect(try raised("in.c", 60) == [])
        #expect(try raised("out.c", 400) == [])
    }

    @Test(arguments: ["", "in", "in.", "in.thirteenchars", "events.nothing", "events.alerts.band", "connections.all"])
    func countersThatThereAreNotAreRefused(name: String) { #expect(WatchedCounter(argument: name) == nil) }

    @Test(arguments: [
        "ping-spam", "ping-spam.threshold", "ping-spam.nothing=1", "nothing.threshold=1", "ping-spam.threshold=-1",
        "ping-spam.window=x",
    ])
    func changesOfNothingAreRefused(text: String) { #expect(ParameterChange(argument: text) == nil) }

    @Test func changedNumbersAndDisabledKindsHold() throws {
        let scene = try Scene(["--set", "ping-spam.alert=0", "--disable", "addr-spam"])
        scene.message(.ping(Ping(value: 1)), after: 0)
        #expect(scene.raised == ["ping-spam"])
    }

    @Test(arguments: [
        ["--ping-threshold", "1001"], ["--ping-threshold", "-1"], ["--ping-window-secs", "0"],
        ["--peer-stale-secs", "-1"],
        ["--addr-entries-bucket-capacity", "inf"], ["--addr-entries-rate-per-sec", "nan"],
    ])
    func upstreamsNumbersAreHeldAgainstTheRangesToo(arguments: [String]) {
        #expect(throws: (any Error).self) { try AlertsCommand.parse(arguments) }
    }

    /// As a replay that begins again has it.
    @Test func whenTimeBeginsAnewSoDoesTheTool() throws {
        let scene = try Scene(Scene.fewPings)
        let day: UInt64 = 86_400_000
        for round in [day, 0] {
            for ping in 0..<4 { scene.message(.ping(Ping(value: 1)), after: round + UInt64(ping)) }
        }
        #expect(scene.notices.map(\.state) == [.raised, .resolved, .raised])
        // A surge would count up for good if its clock stood still.
        for second in 0..<7200 {
            scene.message(
                .unknown(UnknownMessage(command: "c", payload: [])), peer: 2, after: 1000 + UInt64(second) * 1000)
        }
        #expect(!scene.raised.contains("unknown-messages"))
    }

    @Test func namesThatNoNodeHasAreNotLookedAt() throws {
        let scene = try Scene()
        for ping in 0..<5 { scene.message(.ping(Ping(value: 1)), after: UInt64(ping), node: "a$b") }
        #expect(scene.notices.isEmpty)
    }

    /// A million peers of a day leave nothing behind but what is bounded.
    @Test func closedPeersAreForgotten() throws {
        let scene = try Scene(["--disable", "connection-flood"])
        for peer in 1...20_000 as ClosedRange<UInt64> {
            scene.connection(
                .inbound(InboundConnection(conn: Scene.peer(peer), existingConnections: 1)), after: peer * 10)
            if peer % 2 == 0 {
                scene.connection(
                    .closed(ClosedConnection(conn: Scene.peer(peer), timeEstablished: 1)), after: peer * 10 + 1)
            }
        }
        let registry = MetricsRegistry(program: "alerts")
        scene.tool.register(in: registry)
        let text = String(decoding: registry.scrape(.text), as: UTF8.self)
        let count = try #require(text.firstMatch(of: /\nalerts_peers ([0-9]+)/).flatMap { Int($0.output.1) })
        #expect(count <= PeerTable.limit && count > 0)
    }
}
