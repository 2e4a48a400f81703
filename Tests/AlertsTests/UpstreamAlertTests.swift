import Daemon
import PeerObserver
import Testing

@testable import Alerts

/// The four alerts that upstream has, by its rules and in its words.
@Suite struct UpstreamAlertTests {
    @Test func asManyPingsAsTheThresholdAreFine() throws {
        let scene = try Scene(Scene.fewPings)
        for ping in 0..<3 { scene.message(.ping(Ping(value: 1)), after: UInt64(ping) * 1000) }
        #expect(scene.notices.isEmpty && scene.lines.isEmpty)
        scene.message(.oldping(true), after: 4000)
        #expect(scene.lines == ["PingSpammer | peer_id=1 addr=198.51.100.1:8333 | 4 pings in last 120s (threshold: 3)"])
        #expect(scene.raised == ["ping-spam"])
        let alert = try #require(scene.notices.first)
        #expect(alert.peers.map(\.id) == [1] && alert.firstTime == Scene.start + 4000)
        #expect(alert.evidence == [AlertEvidence(subject: "netmsg", streamID: 7, sequence: 4001)])
    }

    @Test func pingsThatAreFarApartOrOursAreFine() throws {
        let scene = try Scene()
        for ping in 0..<100 {
            scene.message(.ping(Ping(value: 1)), after: UInt64(ping) * 60_000)
            scene.message(.ping(Ping(value: 1)), peer: 2, inbound: false, after: UInt64(ping) * 60_000 + 1)
        }
        #expect(scene.notices.isEmpty && scene.lines.isEmpty)
    }

    /// bitcoinj's wallets ping every two seconds, the p2p-extractor every ten: the log tells of them, as upstream's does.
    @Test func ordinaryPingsAreNoAlert() throws {
        let scene = try Scene()
        for index in 0..<300 { scene.message(.ping(Ping(value: 1)), after: UInt64(index) * 2000) }
        #expect(scene.raised.isEmpty && scene.lines.count == 1)
        for index in 0..<60 { scene.message(.ping(Ping(value: 1)), after: 600_000 + UInt64(index) * 1000) }
        #expect(scene.raised == ["ping-spam"])
    }

    @Test func tooManyAddrMessagesAreTold() throws {
        let scene = try Scene(["--addr-threshold", "2", "--addr-window-secs", "30", "--set", "addr-spam.alert=4"])
        let address = Address(
            timestamp: UInt32(Scene.start / 1000), host: .ipv4("203.0.113.1"), port: 8333, services: 1)
        scene.message(.addr(Addr(addresses: [address])), after: 0)
        scene.message(.addrv2(AddrV2(addresses: [address])), after: 40_000)
        scene.message(.addr(Addr(addresses: [address])), after: 50_000)
        #expect(scene.notices.isEmpty)
        scene.message(.addrv2(AddrV2(addresses: [address])), after: 60_000)
        #expect(
            scene.lines == [
                "AddrSpammer | peer_id=1 addr=198.51.100.1:8333 | 3 addr/addrv2 messages in last 30s (threshold: 2)"
            ])
        // As many happen by chance; an alert is of twice as many here.
        scene.message(.addr(Addr(addresses: [address])), after: 61_000)
        #expect(scene.raised.isEmpty)
        scene.message(.addr(Addr(addresses: [address])), after: 62_000)
        #expect(scene.raised == ["addr-spam"] && scene.lines.count == 1)
        #expect(
            scene.notices.first?.measures == [AlertMeasure(name: "messages_in_window", value: 5, threshold: 4)])
    }

    @Test func addressesBeyondCoresRateAreTold() throws {
        let scene = try Scene(["--disable", "addr-spam"])
        func announce(_ count: Int, after: UInt64) {
            let addresses = (0..<count).map { index in
                Address(
                    timestamp: UInt32(Scene.start / 1000) + 3600, host: .ipv4("\(index % 250).\(index / 250).1.1"),
                    port: 8333,
                    services: 1)
            }
            scene.message(.addr(Addr(addresses: addresses)), after: after)
        }
        // One token at the start, and one for each ten seconds.
        announce(1, after: 0)
        announce(10, after: 100_000)
        #expect(scene.notices.isEmpty)
        // Our getaddr allows a thousand.
        scene.message(.getaddr(true), inbound: false, after: 100_000)
        announce(1000, after: 100_001)
        announce(20, after: 100_002)
        #expect(scene.notices.isEmpty)
        announce(1, after: 100_003)
        #expect(
            scene.lines == [
                "AddrEntriesSpammer | peer_id=1 addr=198.51.100.1:8333 | 21 addr/addrv2 entries rate-limited "
                    + "(threshold: 20, bucket: 1000, rate: 0.1/s, getaddr_sent: 1)"
            ])
        // That is no flood yet.
        #expect(scene.raised.isEmpty)
        announce(1000, after: 101_000)
        announce(1000, after: 102_000)
        #expect(scene.raised == ["addr-flood"] && scene.lines.count == 1)
        let measures = try #require(scene.notices.first).measures
        #expect(measures.first == AlertMeasure(name: "addresses_per_minute", value: 2021, threshold: 1500))
        #expect(measures.first { $0.name == "future_share" }?.value == 1)
    }

    @Test func flaggedPeersThatLeaveAreTold() throws {
        let scene = try Scene()
        scene.connection(.inbound(InboundConnection(conn: Scene.peer(1), existingConnections: 3)), after: 0)
        scene.connection(.inbound(InboundConnection(conn: Scene.peer(2), existingConnections: 4)), after: 0)
        // Upstream's order of the flags is not that in which they came; the first one begins the time.
        for message in 0..<7 { scene.message(.addr(Addr(addresses: [])), after: 10_000 + UInt64(message)) }
        for ping in 0..<4 { scene.message(.ping(Ping(value: 1)), after: 30_000 + UInt64(ping)) }
        scene.connection(.closed(ClosedConnection(conn: Scene.peer(2), timeEstablished: 1)), after: 50_000)
        scene.connection(.closed(ClosedConnection(conn: Scene.peer(1), timeEstablished: 1)), after: 61_500)
        #expect(
            scene.lines.last
                == "PeerDisconnected | peer_id=1 addr=198.51.100.1:8333 | active=51s | flags=[PingSpammer, AddrSpammer]"
        )
        #expect(scene.lines.count == 3)
    }

    /// Upstream's tool hears what peers send, and what the node asks them for; not what it tells them.
    @Test func flaggedPeersThatFallSilentAreToldAndMayBeFlaggedAgain() throws {
        let scene = try Scene(["--disable", "addr-spam"])
        for peer in [1, 2] as [UInt64] {
            for ping in 0..<4 { scene.message(.ping(Ping(value: 1)), peer: peer, after: 3000 + UInt64(ping)) }
        }
        for second in 4..<400 as Range<UInt64> {
            for peer in [1, 2] as [UInt64] {
                scene.message(.inv(Inv(items: [])), peer: peer, inbound: false, after: second * 1000)
            }
            if second == 200 { scene.message(.getaddr(true), peer: 2, inbound: false, after: 200_000) }
        }
        // Looked for at each full minute: the sixth is the first that lies more than 300 s behind.
        #expect(
            scene.lines.dropFirst(2) == [
                "PeerDisconnected | peer_id=1 addr=198.51.100.1:8333 | active=336s | flags=[PingSpammer]"
            ])
        scene.connection(.closed(ClosedConnection(conn: Scene.peer(1), timeEstablished: 1)), after: 400_000)
        #expect(scene.lines.count == 3)
        for ping in 0..<4 { scene.message(.ping(Ping(value: 1)), peer: 1, after: 401_000 + UInt64(ping)) }
        #expect(scene.lines.last?.hasPrefix("PingSpammer | peer_id=1 ") == true)
    }

    @Test func disabledKindsHaveNoLines() throws {
        let scene = try Scene(["--disable", "ping-spam", "--disable", "addr-spam", "--disable", "addr-flood"])
        let address = Address(
            timestamp: UInt32(Scene.start / 1000), host: .ipv4("203.0.113.1"), port: 8333, services: 1)
        for message in 0..<50 as Range<UInt64> {
            scene.message(.ping(Ping(value: 1)), after: message)
            scene.message(.addr(Addr(addresses: Array(repeating: address, count: 100))), after: message)
        }
        scene.connection(.closed(ClosedConnection(conn: Scene.peer(1), timeEstablished: 1)), after: 1000)
        #expect(scene.lines.isEmpty && scene.notices.isEmpty)
    }

    @Test func anAlertGoesOnAndEndsByTheEventsTime() throws {
        let scene = try Scene(Scene.fewPings + ["--cool-down", "600"])
        for second in 0..<200 { scene.message(.ping(Ping(value: 1)), after: UInt64(second) * 1000) }
        for ping in 0..<4 { scene.message(.ping(Ping(value: 1)), peer: 2, after: 200_000 + UInt64(ping)) }
        // Somebody else's events pass the time.
        for second in 200..<800 { scene.message(.verack(true), peer: 3, after: UInt64(second) * 1000) }
        #expect(scene.notices.map(\.state) == [.raised, .ongoing, .resolved])
        #expect(Set(scene.notices.map(\.id)).count == 1)
        #expect(scene.notices.last?.peerCount == 2)
        // Within the cool-down nothing is raised, and behind it again.
        for ping in 0..<4 { scene.message(.ping(Ping(value: 1)), peer: 4, after: 801_000 + UInt64(ping)) }
        #expect(scene.notices.count == 3)
        for ping in 0..<4 { scene.message(.ping(Ping(value: 1)), peer: 5, after: 1_500_000 + UInt64(ping)) }
        #expect(scene.raised == ["ping-spam", "ping-spam"])
    }

    @Test func anAlertThatGrowsFromTheSamePeersIsTold() throws {
        let scene = try Scene(["--set", "unknown-messages.start=10", "--set", "unknown-messages.per-minute=10"])
        func send(_ count: Int, second: UInt64) {
            for index in 0..<count {
                scene.message(
                    .unknown(UnknownMessage(command: "c", payload: [])), after: second * 1000 + UInt64(index) % 1000)
            }
        }
        func told() -> [Double] { scene.notices.compactMap(\.measures.first?.value) }
        send(12, second: 0)
        #expect(scene.raised == ["unknown-messages"] && told() == [11])
        // Less than twice as much is no news.
        send(9, second: 10)
        send(1, second: 70)
        send(1, second: 71)
        #expect(scene.notices.count == 1)
        send(11_000, second: 80)
        send(1, second: 82)
        send(1, second: 83)
        try #require(scene.notices.map(\.state) == [.raised, .ongoing])
        #expect(told()[1] > 1000 && scene.notices[1].peers == scene.notices[0].peers)
    }

    @Test func nodesAreToldApart() throws {
        let scene = try Scene(Scene.fewPings)
        for ping in 0..<4 {
            scene.message(.ping(Ping(value: 1)), after: UInt64(ping), node: ping < 2 ? "alice" : "bob")
        }
        #expect(scene.notices.isEmpty)
        for ping in 4..<6 { scene.message(.ping(Ping(value: 1)), after: UInt64(ping), node: "bob") }
        #expect(scene.nodes == ["bob"])
    }

    @Test func whatIsNoEventIsLost() throws {
        let scene = try Scene()
        #expect(scene.show([0xFF], on: "netmsg") == .undecodable)
        #expect(scene.show([], on: "netmsg") == .undecodable)
    }
}
