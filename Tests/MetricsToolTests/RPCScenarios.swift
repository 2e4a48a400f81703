import PeerObserver
import TestSupport

/// Answers of the RPCs, as the rpc-extractor tells them.
enum RPCScenarios {
    static let all = [
        Scenario("rpc-getpeerinfo", on: "rpc", [.rpc(.peerInfos(PeerInfos(infos: peers)))]),
        Scenario(
            "rpc-getorphantxs", on: "rpc", [.rpc(.orphanTxs(orphans([1, 2]))), .rpc(.orphanTxs(orphans([2, 3, 4])))]),
        Scenario("rpc-getrawaddrman", on: "rpc", [.rpc(.addrman(addrman)), .rpc(.addrman(changedAddrman))]),
        Scenario(
            "rpc-estimatesmartfee", on: "rpc",
            [UInt32(1), 6, 144].flatMap { target in
                [FeeEstimateMode.economical, .conservative].map { mode in
                    .rpc(
                        .estimateSmartFee(
                            EstimateSmartFee(
                                feeRate: Double(target) / 2, blocks: 2, requestedBlocks: target, mode: mode, errors: [])
                        ))
                }
            } + [
                .rpc(
                    .estimateSmartFee(
                        EstimateSmartFee(feeRate: 1, blocks: 2, requestedBlocks: 12, mode: .economical, errors: []))),
                .rpc(
                    .estimateSmartFee(
                        EstimateSmartFee(blocks: 2, requestedBlocks: 12, mode: .economical, errors: ["x"]))),
            ]),
        others,
        Scenario("rpc-more", on: "rpc.getchaintips", SampleRPCs.ours.map { .rpc($0.event) }),
    ]

    private static let others = Scenario(
        "rpc-others", on: "rpc",
        SampleRPCs.known.filter {
            switch $0 {
            case .peerInfos, .orphanTxs, .addrman, .estimateSmartFee: false
            default: true
            }
        }.map { .rpc($0) })

    private static func peer(_ change: (inout PeerInfo) -> Void) -> PeerInfo {
        var peer = SampleRPCs.peer
        change(&peer)
        return peer
    }

    static let peers: [PeerInfo] = [
        peer { $0.inflight = [900_000, 900_001] },
        peer {
            $0.address = "198.51.100.2:1"
            $0.mappedAs = 0
            $0.pingTime = 0.15
            $0.minimumPing = 0.1
            $0.timeOffset = 11
            $0.minfeefilter = 0.000001
            $0.bytesSentPerMessage = [MapEntry("tx", 1)]
            $0.addrRateLimited = 7
            $0.invToSend = 20
            $0.cpuLoad = 0
        },
        peer {
            $0.address = "203.9.9.9:1"
            $0.timeOffset = -11
            $0.pingWait = 5.5
            $0.pingTime = 0
            $0.minimumPing = 0
            $0.inbound = true
            $0.version = 70015
            $0.transportProtocolType = "v1"
        },
        peer {
            $0.address = "162.218.65.9:8333"
            $0.inbound = false
            $0.connectionType = "block-relay-only"
            $0.relayTransactions = false
            $0.invToSend = 500
            $0.bip152HbFrom = true
            $0.addrRelayEnabled = false
        },
        peer {
            $0.address = "[2001:db8::1]:8333"
            $0.network = "ipv6"
            $0.inflight = [900_000]
        },
        peer {
            $0.address = "143.20.137.200:8333"
            $0.mappedAs = 64497
        },
    ]

    static func orphans(_ numbers: [UInt8]) -> OrphanTxs {
        OrphanTxs(
            orphans: numbers.map {
                OrphanTx(
                    txid: "\($0)", wtxid: "w\($0)", bytes: UInt64($0) * 100, vsize: UInt64($0) * 90,
                    weight: UInt64($0) * 360,
                    from: Array(repeating: 5, count: Int($0)), transaction: SampleMessages.reduced, absent: [])
            })
    }

    private static func entry(
        _ address: String, port: UInt32 = 8333, services: UInt64 = 1033, time: Int64 = 1, source: String = "192.0.2.1"
    ) -> AddrmanEntry {
        AddrmanEntry(
            address: address, port: port, network: "ipv4", services: services, time: time, source: source,
            sourceNetwork: "ipv4", mappedAs: address.hasSuffix("1") ? 64496 : 0, sourceMappedAs: 64500)
    }

    private static func table(_ entries: [AddrmanEntry]) -> [MapEntry<UInt32, AddrmanBucket>] {
        [
            MapEntry(5, AddrmanBucket(entries: entries.enumerated().map { MapEntry(UInt32($0.offset), $0.element) })),
            // Beyond Core's counts: shown, but not compared.
            MapEntry(5000, AddrmanBucket(entries: [MapEntry(99, entry("203.0.113.9"))])),
        ]
    }

    static let addrman = Addrman(
        new: table([entry("203.0.113.1"), entry("203.0.113.2", port: 18333), entry("203.0.113.3", services: 1)]),
        tried: table([entry("203.0.113.4")]))
    static let changedAddrman = Addrman(
        new: table([
            entry("203.0.113.1", time: 2), entry("203.0.113.2"), entry("203.0.113.3", services: 9),
            entry("203.0.113.5"),
        ]),
        tried: table([entry("203.0.113.4", source: "192.0.2.2")]))
}
