import Daemon
import PeerObserver
import TestSupport
import Testing

@testable import MetricsTool

/// Events of each collector, so that every one of its metrics has something to show.
struct Scenario: CustomTestStringConvertible {
    typealias Sample = (subject: String, event: Event)

    let name: String
    let events: [Sample]
    var testDescription: String { name }

    init(_ name: String, on subject: String, _ events: [Event]) {
        self.name = name
        self.events = events.map { (subject, $0) }
    }

    static let all =
        [
            messages, malformed, addresses, inventory, pings, versions, connections, mempool, validation, addrman,
            utxocache,
        ] + RPCScenarios.all + [p2pExtractor, p2pExtractorMore, log, compactBlocks, logDetails, process, ipc]

    static let lists = NetworkLists([
        ("gmax", [IPPrefix("198.51.100.0/24")!]), ("monero", [IPPrefix("198.51.100.2")!]),
        ("tor-exit", [IPPrefix("2001:db8::/64")!]), ("bitprojects", [IPPrefix("198.51.100.2")!]),
        ("mine", [IPPrefix("203.0.113.0/24")!]),
    ])

    private static let messages = Scenario(
        "p2p-messages", on: "netmsg",
        [
            .message(.tx(Tx(tx: SampleMessages.transaction)), "tx", size: 250),
            .message(.tx(Tx(tx: SampleMessages.transaction)), "tx", size: 251),
            .message(.verack(true), "verack", type: .unknown, word: "manual", inbound: false, size: 0),
            .message(.verack(true), "verack", type: .outboundFullRelay, word: nil, size: 0),
            .message(
                .unknown(UnknownMessage(command: "xyz", payload: [])), "xyz", type: ConnType(rawValue: 99), word: "new",
                size: 3),
            .message(.verack(true), "verack", addr: "143.20.137.9:1", size: 5),
            .message(.verack(true), "verack", addr: "[2602:f5c0::1]:8333", inbound: false, size: 6),
        ])

    private static func malformed(_ reason: String, _ command: String = "inv", inbound: Bool = true) -> Event {
        .message(.malformed(Malformed(reason: reason, payload: [1, 2])), command, inbound: inbound, size: 2)
    }

    private static let malformed = Scenario(
        "malformed", on: "netmsg.malformed",
        [
            malformed("truncated: needed 8, available 3"), malformed("truncated: needed 9, available 1"),
            malformed("non-canonical CompactSize 5", inbound: false),
            malformed("CompactSize 99999999999 above 33554432"),
            malformed("invalid address length 3", "addrv2"), malformed("superfluous witness", "tx"),
            malformed("what a later version says", "\u{1b}[2J"),
        ])

    private static let own = Address(
        timestamp: 1_699_999_000, host: .ipv4("198.51.100.1"), port: 8333, services: 1033)
    private static let addresses = Scenario(
        "p2p-addresses", on: "netmsg",
        [
            .message(.addr(Addr(addresses: [own])), "addr"),
            .message(
                .addrv2(
                    AddrV2(
                        addresses: SampleMessages.addresses + [
                            own,
                            Address(timestamp: 1_700_000_060, host: .ipv4("198.51.100.77"), port: 1, services: 1 << 63),
                        ])), "addrv2"),
            .message(
                .addrv2(AddrV2(addresses: [Address(timestamp: 1, host: .ipv6("2001:db8::2"), port: 1, services: 0)])),
                "addrv2",
                addr: "[2001:db8::1]:8333", inbound: false),
            .message(.emptyaddrv2(true), "addrv2"),
        ])

    private static func items(_ count: Int) -> [InventoryItem] {
        (0..<count).map { InventoryItem(item: .wtx(SampleMessages.hash(UInt8($0)))) }
    }

    private static let inventory = Scenario(
        "p2p-inventory", on: "netmsg",
        [
            .message(.inv(Inv(items: SampleMessages.items)), "inv"), .message(.inv(Inv(items: items(1))), "inv"),
            .message(.inv(Inv(items: items(36))), "inv", inbound: false),
            .message(.inv(Inv(items: items(36))), "inv"), .message(.inv(Inv(items: items(35))), "inv", inbound: false),
            .message(.inv(Inv(items: [])), "inv"),
            .message(.getdata(GetData(items: items(50))), "getdata", inbound: false),
        ])

    private static let pings = Scenario(
        "p2p-pings", on: "netmsg",
        [0, 0xFF, 0x100, 0xFFFF_FFFF, 0x1_0000_0000].map { .message(.ping(Ping(value: $0)), "ping") } + [
            .message(.pong(Pong(value: 0x1_0000_0000)), "pong", inbound: false, milliseconds: 1_700_000_000_020),
            .message(.pong(Pong(value: 0x1_0000_0000)), "pong", inbound: false, milliseconds: 1_700_000_000_040),
            .message(.ping(Ping(value: 3)), "ping", inbound: false), .message(.oldping(true), "ping"),
            .message(.oldping(true), "ping", addr: "[2001:db8::1]:8333"),
            .message(.oldping(true), "ping", addr: "a.onion:1"),
        ])

    private static func version(_ agent: String, inbound: Bool = true) -> Event {
        let address = SampleMessages.addresses[0]
        return .message(
            .version(
                Version(
                    version: 70016, services: 1033, timestamp: 1, receiver: address, sender: address, nonce: 1,
                    userAgent: agent, startHeight: 1, relay: true)), "version", inbound: inbound)
    }

    private static let versions = Scenario(
        "p2p-versions", on: "netmsg",
        [
            version("/Satoshi:29.0.0/"), version("/Satoshi:29.0.0(some comment)/"),
            version("/Satoshi:28.1.0/Knots:20250305/"),
            version("/pynode:0.0.1/"), version("/Evil:1/"), version("/Satoshi:29.0.0"), version(""),
            version("/Satoshi:31.0.0/", inbound: false),
            .message(.feefilter(FeeFilter(fee: 1000)), "feefilter"),
            .message(.feefilter(FeeFilter(fee: 9_170_997)), "feefilter"),
            .message(.feefilter(FeeFilter(fee: 34_567)), "feefilter", inbound: false),
            .message(.feefilter(FeeFilter(fee: -5)), "feefilter"),
            .message(.feefilter(FeeFilter(fee: .max)), "feefilter"),
            .message(.reject(Reject(rejectedCommand: "tx", reason: .dust, reasonDetails: "", hash: [])), "reject"),
            .message(
                .reject(
                    Reject(rejectedCommand: "zzz", reason: RejectReason(rawValue: 77), reasonDetails: "", hash: [])),
                "reject"),
        ])

    private static let connections = Scenario(
        "connections", on: "netconn",
        [
            .connection(.inbound(InboundConnection(conn: .sample(), existingConnections: 114))),
            .connection(.inbound(InboundConnection(conn: .sample("198.51.100.2:1"), existingConnections: 115))),
            .connection(
                .inbound(InboundConnection(conn: .sample("[2001:db8::5]:1", network: 2), existingConnections: 116))),
            .connection(
                .inbound(InboundConnection(conn: .sample("31.58.215.1:2", network: 99), existingConnections: 117))),
            .connection(
                .outbound(
                    OutboundConnection(
                        conn: .sample("203.0.113.5:8333", type: .unknown, word: "addr-fetch"), existingConnections: 10))
            ),
            .connection(.inboundEvicted(EvictedInboundConnection(conn: .sample(), timeEstablished: 1_699_999_000))),
            .connection(.closed(ClosedConnection(conn: .sample(), timeEstablished: 1_699_999_000))),
            .connection(.closed(ClosedConnection(conn: .sample(word: nil), timeEstablished: 1_800_000_000))),
            .connection(
                .closed(
                    ClosedConnection(
                        conn: .sample(
                            "x.onion:8333", type: .outboundFullRelay, network: 3, word: "outbound-full-relay"),
                        timeEstablished: 1_699_999_990))),
            .connection(.misbehaving(MisbehavingConnection(id: 3, message: "headers message size = 2001"))),
            .connection(.misbehaving(MisbehavingConnection(id: 4, message: "headers message size = 2001"))),
        ])

    private static let mempool = Scenario(
        "mempool", on: "mempool",
        SampleEvents.mempool.map { .ebpf(.mempool(MempoolEvent(event: $0))) }
            + [
                .ebpf(
                    .mempool(
                        MempoolEvent(
                            event: .removed(
                                MempoolRemoved(txid: .zero, reason: "block", vsize: 1, fee: 1, entryTime: 1)))))
            ])

    private static let validation = Scenario(
        "validation", on: "validation",
        [UInt64(40_000_000), 60_500_999].map {
            var block = SampleEvents.block
            block.connectionTime = $0
            return .ebpf(.validation(ValidationEvent(event: .blockConnected(block))))
        })

    private static let addrman = Scenario(
        "addrman", on: "addrman.new",
        [
            .ebpf(.addrman(AddrmanEvent(event: .new(SampleEvents.insertNew)))),
            .ebpf(.addrman(AddrmanEvent(event: .new(InsertNew())))),
            .ebpf(.addrman(AddrmanEvent(event: .tried(SampleEvents.insertTried)))),
        ])

    private static let utxocache = Scenario(
        "utxocache", on: "utxocache.flush",
        [
            .ebpf(.utxocache(UTXOCacheEvent(event: .flush(SampleEvents.flush)))),
            .ebpf(.utxocache(UTXOCacheEvent(event: .uncache(SampleEvents.uncache)))),
        ])

    private static let p2pExtractor = Scenario(
        "p2p-extractor", on: "p2p-extractor",
        SampleEvents.p2p.map { .p2p($0) }
            + [
                .p2p(
                    .addressAnnouncement(
                        AddressAnnouncement(addresses: Array(repeating: SampleMessages.addresses[0], count: 11))))
            ])

    private static let log = Scenario(
        "log", on: "log-extractor",
        [
            .log(.unknownLogMessage(UnknownLogMessage(rawMessage: "x")), .net, .trace, bytes: 50),
            .log(
                .unknownLogMessage(UnknownLogMessage(rawMessage: "x")), LogDebugCategory(rawValue: 500),
                LogLevel(rawValue: -1)),
            .log(.blockConnectedLog(BlockConnectedLog(blockHash: "00", blockHeight: 1))),
            .log(.blockCheckedLog(BlockCheckedLog(blockHash: "00", state: "Valid", debugMessage: ""))),
            .log(.blockCheckedLog(BlockCheckedLog(blockHash: "00", state: "bad-txnmrklroot", debugMessage: "x"))),
        ])

    private static let p2pExtractorMore = Scenario(
        "p2p-extractor-more", on: "p2p-extractor.block",
        SampleEvents.twoTokens.filter { $0.subject.hasPrefix("p2p-extractor.") }.map(\.event))

    private static func log(_ detail: LogEvent.Detail, seconds: Double) -> Event {
        var event = LogEvent(
            logTimestamp: UInt64(seconds * 1e6), category: .cmpctblock, threadname: "msghand",
            event: .unknownLogMessage(UnknownLogMessage(rawMessage: "x")), logLevel: .debug, logLineBytes: 10)
        event.detail = detail
        return .plain(.logExtractor(event))
    }

    private static func reconstructed(_ hash: String, requested: UInt64) -> LogEvent.Detail {
        .blockReconstructed(
            BlockReconstructedLine(
                blockHash: hash, prefilledCount: 1, mempoolCount: 3000, extraCount: 4, requestedCount: requested,
                mempoolIncludesExtra: true, requestedBytes: requested * 250))
    }

    private static let compactBlocks = Scenario(
        "log-compact-blocks", on: "log-extractor",
        [
            log(.newHeader(NewHeaderLine(blockHash: "aa", viaCompactBlock: true)), seconds: 1000),
            log(
                .compactBlockInit(CompactBlockInitLine(blockHash: "aa", byteCount: 9, completed: false)), seconds: 1001),
            log(reconstructed("aa", requested: 0), seconds: 1000.25),
            log(
                .compactBlockInit(CompactBlockInitLine(blockHash: "bb", byteCount: 9, completed: false)), seconds: 2000),
            log(reconstructed("bb", requested: 7), seconds: 2001.5),
            // Not seen before; and a clock that was set back.
            log(reconstructed("cc", requested: 1), seconds: 2002),
            log(.newHeader(NewHeaderLine(blockHash: "dd", viaCompactBlock: false)), seconds: 3000),
            log(reconstructed("dd", requested: 0), seconds: 2999),
        ])

    private static let logDetails = Scenario(
        "log-details", on: "log-extractor",
        SampleLogDetails.all.map { .plain(.logExtractor(SampleEvents.log(detail: $0))) } + [
            log(
                .logRateLimit(
                    LogRateLimitLine(
                        suppressed: false, sourceFile: "a.cpp", sourceLine: 1, sourceFunction: "f", byteCount: 5000,
                        windowSeconds: 3600)), seconds: 1)
        ])

    private static let process = Scenario(
        "process", on: "process.sample",
        [
            .ebpf(.process(SampleEvents.process)),
            .ebpf(
                .process(
                    ProcessSample(
                        pid: 9, startTime: 5000, cpuTime: 2_500_000_000, residentBytes: 1, threadCount: 2,
                        threads: [
                            ThreadSample(tid: 1, name: "b-msghand", cpuTime: 1_000_000_000, waitTime: 1_000_000),
                            ThreadSample(tid: 2, name: "b-msghand", cpuTime: 500_000_000),
                        ]))),
        ])

    private static let ipc = Scenario(
        "ipc", on: "ipc",
        [.plain(.ipcExtractor(IPCEvent(event: .blockTip(BlockTip(height: 900_000, hash: .zero)))))])
}

extension Scenario {
    /// A ping of a peer with this address.
    static func ping(_ addr: String) -> Event { .message(.ping(Ping(value: 1)), "ping", addr: addr) }
}
