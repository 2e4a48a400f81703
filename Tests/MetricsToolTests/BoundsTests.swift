import Foundation
import PeerObserver
import TestSupport
import Testing

@testable import Daemon
@testable import MetricsTool

/// What peers can do to the number of series and to memory.
@Suite struct BoundsTests {
    private let limit = MetricsTool.Limits().series

    private func rejected(_ reason: String) -> Event {
        .ebpf(.mempool(MempoolEvent(event: .rejected(MempoolRejected(txid: .zero, reason: reason)))))
    }

    @Test func valuesBeyondTheLimitShareOneSeriesAndTheSumIsRight() {
        let fed = Fed()
        #expect(fed.value(#"metric_series_folded{metric="peerobserver_mempool_rejected"}"#) == 0)
        for number in 0..<5000 { fed.feed(rejected("reason \(number)")) }
        fed.feed(rejected("reason 0"))
        let series = fed.series(of: "mempool_rejected")
        #expect(series.count == limit)
        #expect(fed.sum("mempool_rejected") == 5001)
        #expect(fed.value(#"mempool_rejected{reason="reason 0"}"#) == 2)
        #expect(fed.value(#"mempool_rejected{reason="other"}"#) == Double(5000 - 1999))
        #expect(fed.value(#"metric_series_folded{metric="peerobserver_mempool_rejected"}"#) == 1)
    }

    /// A family whose values hold `other` by themselves, such as user agents of no known form.
    @Test func theSeriesForOthersIsThereOnce() {
        var series = TextSeries(.keepFirst, labels: ["a", "b"], room: limit - 1)
        series.add(1, ["other", "other"], tick: 0)
        #expect(series.counts.isEmpty && series.folded == 1 && !series.isFull)
        series.add(1, ["other", "x"], tick: 0)
        #expect(series.counts == [1] && series.folded == 1)
        for number in 0..<3000 { series.add(1, ["\(number)", "x"], tick: 0) }
        series.add(1, ["other", "other"], tick: 0)
        #expect(series.counts.count == limit - 1 && series.isFull)
        #expect(series.folded.map { $0 + series.counts.reduce(0, +) } == 3003)
        let fed = Fed()
        for number in 0..<3000 { fed.feed(rejected(number % 2 == 0 ? "other" : "\(number)")) }
        #expect(Set(fed.series(of: "mempool_rejected").map(\.series)).count == fed.series(of: "mempool_rejected").count)
        #expect(fed.value(#"mempool_rejected{reason="other"}"#) == 1500)
    }

    @Test func whoFillsAFamilyUpDoesNotHideWhatIsNewForEver() {
        var series = TextSeries(.keepFirst, labels: ["id"], room: limit - 1)
        for number in 0..<3000 { series.add(1, ["\(number)"], tick: 0) }
        series.add(1, ["0"], tick: 3000)
        series.age(tick: 3601)
        #expect(series.counts == [2] && series.folded == 2999 && !series.isFull)
        series.add(1, ["new"], tick: 3602)
        #expect(series.counts == [2, 1])
        // With room for all, nothing is given up.
        series.age(tick: 100_000)
        #expect(series.counts == [2, 1])
    }

    @Test func ofPeersTheLastOnesHaveSeries() {
        let fed = Fed()
        for id in 0..<5000 {
            fed.feed(.connection(.misbehaving(MisbehavingConnection(id: UInt64(id), message: "m"))), on: "netconn")
        }
        #expect(fed.series(of: "conn_misbehaving").count == limit)
        #expect(fed.sum("conn_misbehaving") == 5000)
        #expect(fed.value(#"conn_misbehaving{id="4999",misbehavingmessage="m"}"#) == 1)
        #expect(fed.value(#"conn_misbehaving{id="0",misbehavingmessage="m"}"#) == nil)
        #expect(fed.value(#"conn_misbehaving{id="other",misbehavingmessage="other"}"#) == Double(5000 - 1999))
    }

    @Test func ofPeersOldOnesLoseTheirSeries() {
        var series = TextSeries(.keepLast, labels: ["id"], room: limit - 1)
        series.add(1, ["a"], tick: 0)
        series.add(2, ["b"], tick: 3000)
        series.age(tick: 3600)
        #expect(series.counts == [1, 2] && series.folded == nil)
        series.age(tick: 3601)
        #expect(series.counts == [2] && series.folded == 1 && !series.isFull)
        series.add(5, ["a"], tick: 3602)
        series.add(5, ["b"], tick: 3602)
        #expect(series.counts == [7, 5] && series.folded == 1)
    }

    @Test func gaugesBeyondTheLimitKeepTheirLargest() {
        var rows = ToldRows(labels: ["port"], room: limit - 1)
        rows.replace(with: (0..<3000).map { (["\($0)"], Double($0)) })
        #expect(rows.rows.count == limit && rows.isFolded)
        #expect(rows.rows.reduce(0) { $0 + $1.value } == Double(2999 * 3000 / 2))
        #expect(rows.rows.contains { String(decoding: $0.labels, as: UTF8.self) == #"port="2999""# })
    }

    @Test func strangeCommandsUserAgentsServicesAndFeesMakeNoSeries() {
        let fed = Fed()
        // One of each, so that the series for others are there.
        func feed(_ number: Int) {
            fed.feed(.message(.unknown(UnknownMessage(command: "c\(number)", payload: [])), "c\(number)"))
            let address = Address(timestamp: 1, host: .ipv4("192.0.2.1"), port: 1, services: UInt64(number) << 30)
            fed.feed(
                .message(
                    .version(
                        Version(
                            version: 1, services: 1, timestamp: 1, receiver: address, sender: address, nonce: 1,
                            userAgent: "/Evil\(number):1/", startHeight: 1, relay: true)), "version"))
            fed.feed(.message(.addr(Addr(addresses: [address])), "addr"))
            fed.feed(.message(.feefilter(FeeFilter(fee: 3_000_100 + Int64(number))), "feefilter"))
            fed.feed(.message(.malformed(Malformed(reason: "new reason \(number)")), "c\(number)"))
        }
        feed(1)
        let before = fed.samples.count
        for number in 2..<300 { feed(number) }
        #expect(fed.samples.count == before)
    }

    @Test func longValuesAreCut() {
        let fed = Fed()
        fed.feed(rejected(String(repeating: "é", count: 5000)))
        #expect(fed.series(of: "mempool_rejected").first.map { $0.series.utf8.count < 300 } == true)
    }

    @Test func labelValuesAreEscaped() {
        let fed = Fed()
        fed.feed(rejected("a\"b\\c\nd"))
        #expect(fed.value(#"mempool_rejected{reason="a\"b\\c\nd"}"#) == 1)
    }

    @Test func pendingPingsAreBoundedAndFreed() {
        var pings = PendingPings()
        for id in 0..<100_000 { pings.received(1, from: .init(pid: 0, id: UInt64(id)), time: 0, tick: 0) }
        #expect(pings.count == PendingPings.limit)
        pings.closed(.init(pid: 0, id: 0))
        #expect(pings.count == PendingPings.limit - 1)
        pings.age(tick: 601)
        #expect(pings.count == 0)
        for id in 0..<100_000 { pings.received(1, from: .init(pid: 0, id: 5), time: UInt64(id), tick: 0) }
        #expect(pings.count == 1)
    }

    /// `HOSTILE_PEERS` names another number of peers.
    @Test(.timeLimit(.minutes(20))) func hostilePeersDoNotGrowMemory() throws {
        let peers = ProcessInfo.processInfo.environment["HOSTILE_PEERS"].flatMap { UInt64($0) } ?? 20_000
        let fed = Fed()
        // What is bounded fills up first.
        for peer in 0..<5000 { Self.attack(fed, as: UInt64(peer)) }
        _ = fed.text()
        let before = ProcessUsage.residentBytes()
        for peer in 5000..<5000 + peers { Self.attack(fed, as: peer) }
        let grown = (Int(ProcessUsage.residentBytes()) - Int(before)) >> 10
        print("\(peers) hostile peers: resident memory has grown by \(grown) kB")
        #expect(grown <= 10 << 10)
        #expect(fed.samples.count < 20_000)
    }

    /// A peer that uses a new value wherever it may choose one, and goes without closing.
    private static func attack(_ fed: Fed, as peer: UInt64) {
        let addr = "\(peer >> 16 & 255).\(peer >> 8 & 255).\(peer & 255).9:\(peer % 60_000)"
        let random = UInt64.random(in: .min ... .max)
        let address = Address(
            timestamp: UInt32(truncatingIfNeeded: random), host: .ipv4("192.0.2.1"), port: 1, services: random)
        let messages: [(MessageEvent.Message, String)] = [
            (
                .version(
                    Version(
                        version: 1, services: random, timestamp: 1, receiver: address, sender: address, nonce: random,
                        userAgent: "/Satoshi:\(peer % 1000).\(peer / 1000 % 1000).0/", startHeight: 1, relay: true)),
                "version"
            ),
            (.ping(Ping(value: random)), "ping"), (.oldping(true), "ping"), (.emptyaddrv2(true), "addrv2"),
            (.addrv2(AddrV2(addresses: [address])), "addrv2"),
            (.feefilter(FeeFilter(fee: Int64(bitPattern: random))), "feefilter"),
            (.unknown(UnknownMessage(command: "x\(peer)", payload: [1])), "x\(peer)"),
            (.malformed(Malformed(reason: "m\(peer)")), "y\(peer)"),
            (.reject(Reject(rejectedCommand: "z\(peer)", reason: .dust, reasonDetails: "\(peer)", hash: [])), "reject"),
        ]
        for (message, command) in messages { fed.feed(.message(message, command, peer: peer, addr: addr)) }
        let connection = Connection.sample(addr, peer: peer)
        fed.feed(.connection(.inbound(InboundConnection(conn: connection, existingConnections: 1))), on: "netconn")
        fed.feed(.connection(.misbehaving(MisbehavingConnection(id: peer, message: "size = \(peer)"))), on: "netconn")
    }
}
