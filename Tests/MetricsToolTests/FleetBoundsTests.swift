import PeerObserver
import TestSupport
import Testing

@testable import MetricsTool

/// What one node of a fleet, or all of them, can do to the series of the others.
@Suite struct FleetBoundsTests {
    private static let limit = MetricsTool.Limits().series
    private let fed = Fed()

    private func feed(_ event: Event, _ node: Int, _ subject: String = "netmsg", count: Int = 1) {
        for _ in 0..<count { fed.feed(event, on: "node.n\(node).\(subject)") }
    }

    private func reject(_ reason: String, _ node: Int, count: Int = 1) {
        let event = Event.ebpf(.mempool(MempoolEvent(event: .rejected(MempoolRejected(txid: .zero, reason: reason)))))
        feed(event, node, "mempool", count: count)
    }

    /// What one scrape shows.
    private struct Shown {
        let values: [Substring: Double]

        init(_ fed: Fed) { values = fed.values }

        func value(_ series: String) -> Double? { values["peerobserver_\(series)"] }

        func rejected(_ reason: String, _ node: Int) -> Double? {
            value(#"mempool_rejected{node="n\#(node)",reason="\#(reason)"}"#)
        }

        func isFolded(_ metric: String, _ node: Int) -> Bool {
            value(#"metric_series_folded{node="n\#(node)",metric="peerobserver_\#(metric)"}"#) == 1
        }

        func of(_ metric: String) -> [Substring: Double] {
            values.filter { $0.key.hasPrefix("peerobserver_\(metric){") }
        }

        func sum(_ metric: String) -> Double { of(metric).values.reduce(0, +) }
    }

    // MARK: Counters by label values from events

    @Test func oneAttackedNodeBlindsNoOther() {
        // Every node is there before the attack, and tells something new in it and after it.
        for node in 0..<50 { for reason in 0..<10 { reject("r\(reason)", node) } }
        for second in 0..<20 {
            for number in 0..<500 { reject("x\(second) \(number)", 0) }
            if second == 10 { for node in 1..<50 { for reason in 10..<20 { reject("r\(reason)", node) } } }
            fed.tool.tick()
            guard second % 9 == 0 else { continue }
            let shown = Shown(fed).of("mempool_rejected")
            #expect(shown.count <= Self.limit)
            // What the others leave is the attacked node's.
            if second == 9 { #expect(shown.count { $0.key.contains(#"node="n0""#) } > 300) }
        }
        for node in 1..<50 {
            for reason in 0..<30 { reject("r\(reason)", node, count: 2) }
            fed.tool.tick()
        }
        let shown = Shown(fed)
        #expect(shown.of("mempool_rejected").count <= Self.limit)
        for node in 1..<50 {
            for reason in 0..<20 { #expect(shown.rejected("r\(reason)", node) == 3) }
            for reason in 20..<30 { #expect(shown.rejected("r\(reason)", node) == 2) }
            #expect(shown.rejected("other", node) == nil && !shown.isFolded("mempool_rejected", node))
        }
        #expect(shown.isFolded("mempool_rejected", 0))
        #expect(shown.sum("mempool_rejected") == Double(10 + 20 * 500 + 49 * (20 * 3 + 10 * 2)))
    }

    @Test func whoCameFirstGivesBackWhatOthersNeed() {
        for number in 0..<5000 { reject("x\(number)", 0) }
        #expect(Shown(fed).of("mempool_rejected").count <= Self.limit)
        for _ in 0..<3 {
            for node in 1..<40 { for reason in 0..<45 { reject("r\(reason)", node) } }
            #expect(Shown(fed).of("mempool_rejected").count <= Self.limit)
            fed.tool.tick()
        }
        let shown = Shown(fed)
        for node in 1..<40 { for reason in 0..<45 { #expect(shown.rejected("r\(reason)", node) != nil) } }
        #expect(shown.sum("mempool_rejected") == Double(5000 + 39 * 45 * 3))
    }

    @Test func eachOfManyAttackedNodesHasItsShareAndNoMore() {
        for round in 0..<3 {
            for node in 0..<50 { for number in 0..<200 { reject("x\(round) \(number)", node) } }
            fed.tool.tick()
        }
        let shown = Shown(fed)
        #expect(shown.of("mempool_rejected").count <= Self.limit)
        for node in 0..<50 {
            #expect(36...45 ~= shown.of("mempool_rejected").count { $0.key.contains(#"node="n\#(node)""#) })
        }
        #expect(shown.sum("mempool_rejected") == 3 * 50 * 200)
    }

    @Test func ofPeersEachNodeKeepsTheLastOnes() {
        for id in 0..<600 {
            for node in 0..<20 {
                feed(
                    .connection(.misbehaving(MisbehavingConnection(id: UInt64(id), message: "m"))), node, "netconn")
            }
            if id % 100 == 0 { fed.tool.tick() }
        }
        let shown = Shown(fed)
        let count = shown.of("conn_misbehaving").count
        #expect(count <= Self.limit && count > Self.limit / 2)
        #expect(shown.sum("conn_misbehaving") == 20 * 600)
        for node in 0..<20 {
            #expect(shown.value(#"conn_misbehaving{node="n\#(node)",id="599",misbehavingmessage="m"}"#) == 1)
        }
    }

    // MARK: Known values that peers choose from

    private func announce(_ services: UInt64, _ node: Int) {
        let address = Address(timestamp: 1_699_999_999, host: .ipv4("192.0.2.1"), port: 1, services: services)
        feed(.message(.addr(Addr(addresses: [address])), "addr"), node)
    }

    @Test func servicesThatPeersMakeUpAreFoldedAndNothingIsCountedTwice() {
        let labels = Services.labels.compactMap { UInt64($0) }
        for node in 0..<20 { for _ in 0..<50 { announce(1033, node) } }
        var before = 0.0
        for round in 0..<3 {
            for node in 0..<20 { for services in labels.dropFirst(round) { announce(services, node) } }
            let shown = Shown(fed)
            let count = shown.of("p2p_addr_services").count
            #expect(count <= Self.limit && count > Self.limit / 2)
            #expect(shown.sum("p2p_addr_services") > before)
            before = shown.sum("p2p_addr_services")
        }
        #expect(before == Double(20 * (50 + (0..<3).reduce(0) { $0 + labels.count - $1 })))
        let shown = Shown(fed)
        for node in 0..<20 {
            #expect(shown.value(#"p2p_addr_services{node="n\#(node)",direction="inbound",services="1033"}"#) == 53)
            #expect(shown.isFolded("p2p_addr_services", node))
        }
    }

    @Test func aloneANodeShowsAllThatIsKnown() {
        let labels = Services.labels.compactMap { UInt64($0) }
        for services in labels { announce(services, 0) }
        #expect(Shown(fed).of("p2p_addr_services").count == labels.count)
        #expect(!Shown(fed).isFolded("p2p_addr_services", 0))
    }

    // MARK: What is told anew as a whole

    @Test func answersOfManyNodesKeepTheirLargestRows() {
        let peers = (0..<300).map { number -> PeerInfo in
            var peer = PeerInfo()
            peer.mappedAs = UInt32(number < 100 ? 1 : number)
            return peer
        }
        for node in 0..<50 { feed(.rpc(.peerInfos(PeerInfos(infos: peers))), node, "rpc") }
        fed.tool.tick()
        let shown = Shown(fed)
        let count = shown.of("rpc_peer_info_asn_peers").count
        #expect(count <= Self.limit && count > Self.limit - 100)
        #expect(shown.sum("rpc_peer_info_asn_peers") == 50 * 300)
        for node in 0..<50 {
            #expect(shown.value(#"rpc_peer_info_asn_peers{node="n\#(node)",ASN="1"}"#) == 100)
            #expect(shown.isFolded("rpc_peer_info_asn_peers", node))
        }
        // One of them tells less: for it, there is nothing to fold.
        feed(.rpc(.peerInfos(PeerInfos(infos: Array(peers.prefix(120))))), 7, "rpc")
        #expect(!Shown(fed).isFolded("rpc_peer_info_asn_peers", 7) && Shown(fed).isFolded("rpc_peer_info_asn_peers", 8))
    }

    @Test func theRestOfACounterNeverFalls() {
        var rows = ToldRows(labels: ["thread"], isCounter: true, room: 3)
        var last = 0.0
        for second in 1...50 {
            // Whose turn it is to be the busiest, changes.
            let told = (0..<8).map { (["t\($0)"], Double(second * 10 + (second * 7 + $0 * 5) % 9)) }
            rows.replace(with: told)
            let rest = rows.rows.first { $0.labels == Array(#"thread="other""#.utf8) }?.value ?? -1
            #expect(rest >= last && rows.rows.count == 4)
            last = rest
        }
    }

    // MARK: Everything at once

    /// Every node is attacked in every way; only label values that are fixed by the program, times the nodes, go beyond the limit.
    @Test func noMetricHasMoreSeriesThanAllowedWhateverPeersDo() {
        let (nodes, peers) = (25, 60)
        for peer in 0..<peers {
            for node in 0..<nodes { attack(as: UInt64(peer), node) }
            if peer % 10 == 9 { fed.tool.tick() }
        }
        let shown = Shown(fed)
        let counts = shown.values.keys.reduce(into: [Substring: Int]()) { counts, series in
            counts[series.prefix { $0 != "{" }, default: 0] += 1
        }
        for metric in MetricsTool.layout.metrics {
            let (count, isFixed) = (counts[metric.name[...]] ?? 0, metric.chosen == nil && metric.isGrid)
            let most = isFixed ? metric.combinations * (nodes + 1) : Self.limit
            #expect(count <= most, "\(metric.name): \(count)")
        }
        // The attack was one.
        #expect(shown.of("p2p_version_useragent").count > nodes * peers / 2)
        for metric in ["p2p_addrv2_empty", "p2p_oldping_subnet", "p2p_reject_message", "p2p_malformed_messages_total"] {
            #expect(shown.sum(metric) == Double(peers * nodes), "\(metric)")
        }
    }

    private func attack(as peer: UInt64, _ node: Int) {
        let addr = "\(node).\(peer >> 8 & 255).\(peer & 255).9:\(peer + 1)"
        let commands = MessageTable.commands
        let command = commands[Int(peer) % commands.count]
        let address = Address(
            timestamp: 1, host: .ipv4("192.0.2.1"), port: 1, services: UInt64(Services.labels[Int(peer) % 512]) ?? 0)
        let version = Version(
            version: 70016, services: 1, timestamp: 1, receiver: address, sender: address, nonce: 1,
            userAgent: "/Satoshi:\(peer).\(node).0/", startHeight: 1, relay: true)
        let messages: [(MessageEvent.Message, String)] = [
            (.version(version), "version"), (.oldping(true), "ping"), (.emptyaddrv2(true), "addrv2"),
            (.addrv2(AddrV2(addresses: [address])), "addrv2"),
            (.feefilter(FeeFilter(fee: Int64(FeeRates.labels[Int(peer) * 5]) ?? 1)), "feefilter"),
            (.malformed(Malformed(reason: P2PMessages.reasons[Int(peer) % 6])), command),
            (
                .reject(
                    Reject(
                        rejectedCommand: command, reason: RejectReason(rawValue: Int32(peer % 9)), reasonDetails: "",
                        hash: [])), "reject"
            ),
            (.unknown(UnknownMessage(command: command, payload: [1])), command),
        ]
        for (message, type) in messages { feed(.message(message, type, peer: peer, addr: addr), node) }
        reject("reason \(peer)", node)
        feed(
            .connection(.misbehaving(MisbehavingConnection(id: peer, message: "size = \(peer)"))), node, "netconn")
        for number in 0..<2 { feed(.ebpf(.process(.busy(pid: UInt32(peer), thread: number))), node, "process.sample") }
    }
}

extension Metric {
    fileprivate var isGrid: Bool {
        if case .values = place { true } else { false }
    }
}

extension ProcessSample {
    fileprivate static func busy(pid: UInt32, thread: Int) -> ProcessSample {
        var sample = ProcessSample()
        sample.pid = pid
        sample.threads = (0..<20).map { number in
            var sample = ThreadSample()
            sample.name = "t\(thread).\(number)"
            sample.cpuTime = 1_000_000_000
            return sample
        }
        return sample
    }
}
