package import PeerObserver

/// One event of every arm of the rpc-extractor.
package enum SampleRPCs {
    /// The arms that upstream knows.
    package static let known: [RPCEvent.Kind] = [
        .peerInfos(PeerInfos(infos: [peer, PeerInfo()])),
        .mempoolInfo(
            MempoolInfo(
                loaded: true, size: 1, bytes: 2, usage: 3, totalFee: 0.1, maxMempool: 300_000_000, mempoolminfee: 1,
                minrelaytxfee: 0.1, incrementalrelayfee: 0.1, unbroadcastcount: 0, fullrbf: true,
                permitBareMultisig: true, maxDataCarrierSize: 100_000, limitClusterCount: 64, limitClusterSize: 101_000,
                optimal: false, absent: ["fullrbf"])),
        .uptime(.max),
        .netTotals(
            NetTotals(
                totalBytesReceived: 1, totalBytesSent: 2, timeMillis: 3,
                uploadTarget: UploadTarget(
                    timeframe: 86400, target: 0, targetReached: false, serveHistoricalBlocks: true, bytesLeftInCycle: 0,
                    timeLeftInCycle: 0, absent: ["a"]), absent: ["b"])),
        .memoryInfo(
            MemoryInfo(used: 1, free: 2, total: 3, locked: 4, chunksUsed: 5, chunksFree: 6, absent: ["locked"])),
        .addrmanInfo(AddrManInfo(networks: [MapEntry("ipv4", AddrManInfoNetwork(new: 1, tried: 2, total: 3))])),
        .chainTxStats(
            ChainTxStats(
                time: 1, txCount: .max, windowFinalBlockHash: "00", windowFinalBlockHeight: 2, windowBlockCount: 3,
                windowTxCount: 4, windowInterval: 5, txRate: 6.5,
                txCount64: 1 << 32, absent: ["time"])),
        .networkInfo(
            NetworkInfo(
                version: 290_000, subversion: "/Satoshi:29.0.0/", protocolVersion: 70016,
                localServices: "0000000000000c09",
                localServicesNames: ["NETWORK", "WITNESS"], localRelay: true, timeOffset: -3, connections: 11,
                connectionsIn: 1, connectionsOut: 10, networkActive: true,
                networks: [
                    NetworkInfoNetwork(
                        name: "ipv4", limited: false, reachable: true, proxy: "", proxyRandomizeCredentials: false)
                ],
                relayFee: 1, incrementalFee: 1,
                localAddresses: [NetworkInfoLocalAddress(address: "203.0.113.5", port: 8333, score: 1)], warnings: [],
                absent: ["version"])),
        .blockchainInfo(
            BlockchainInfo(
                chain: "main", blocks: 900_000, headers: 900_001, bestblockhash: "00", difficulty: 1.2e14, time: 1,
                mediantime: 2, verificationprogress: 0.999_999, initialblockdownload: false, chainwork: "00",
                sizeOnDisk: 7 << 36, pruned: false, pruneHeight: 0, pruneTargetSize: 0, warnings: ["a", ""],
                bits: "170220e7", target: "00", automaticPruning: false,
                backgroundValidation: BackgroundValidation(
                    snapshotHeight: 840_000, blocks: 1, bestBlockHash: "00", medianTime: 2, verificationProgress: 0.5,
                    chainWork: "01"),
                signetChallenge: "51", absent: ["prune_height"])),
        .orphanTxs(
            OrphanTxs(orphans: [
                OrphanTx(
                    txid: "aa", wtxid: "bb", bytes: 1, vsize: 2, weight: 3, from: [0, 1],
                    transaction: SampleMessages.reduced, entry: 1, expiration: 2, absent: ["vsize"])
            ])),
        .addrman(
            Addrman(
                new: [
                    MapEntry(0, AddrmanBucket(entries: [MapEntry(0, entry), MapEntry(63, AddrmanEntry())])),
                    MapEntry(1023, AddrmanBucket()),
                ],
                tried: [])),
        .estimateSmartFee(
            EstimateSmartFee(
                feeRate: 1.5, blocks: 2, requestedBlocks: 1, mode: .conservative, errors: ["Insufficient data"])),
    ]

    package static let entry = AddrmanEntry(
        address: "203.0.113.5", port: 8333, network: "ipv4", services: 1033, time: 1_700_000_000,
        source: "198.51.100.1",
        sourceNetwork: "ipv4", mappedAs: 64496, sourceMappedAs: 0)

    package static let peer = PeerInfo(
        id: .max, address: "203.0.113.5:8333", addressBind: "", addressLocal: "", network: "ipv4", mappedAs: 64496,
        services: "0000000000000c09", relayTransactions: true, lastSend: 1, lastReceived: 2, lastTransaction: 3,
        lastBlock: 4, bytesSent: 5, bytesReceived: 6, connectionTime: 7, timeOffset: -8, pingTime: 0.05,
        minimumPing: 0.04, pingWait: 0, version: 70016, subversion: "/Satoshi:29.0.0/", inbound: true, bip152HbTo: true,
        bip152HbFrom: false, startingHeight: -1, syncedHeaders: -1, syncedBlocks: -1, inflight: [1, 900_000],
        addrRelayEnabled: true, addrProcessed: 1, addrRateLimited: 0, permissions: ["noban"], minfeefilter: 0.00001,
        bytesSentPerMessage: [MapEntry("inv", 300), MapEntry("ping", 32)], bytesReceivedPerMessage: [],
        connectionType: "inbound", transportProtocolType: "v2", invToSend: 0, cpuLoad: 0.5,
        servicesNames: ["NETWORK", "UNKNOWN[2^27]"], lastInvSequence: .max, presyncedHeaders: -1,
        sessionID: String(repeating: "5a", count: 32), absent: ["ping_wait"])

    /// By the RPC's name.
    package static let ours: [(method: String, event: RPCEvent.Kind)] = [
        (
            "getchaintips",
            .chainTips(ChainTips(tips: [ChainTip(height: 900_000, hash: "00", branchLength: 0, status: "active")]))
        ),
        (
            "getindexinfo",
            .indexInfo(IndexInfo(indexes: [MapEntry("txindex", IndexState(synced: true, bestBlockHeight: 1))]))
        ),
        (
            "getzmqnotifications",
            .zmqNotifications(
                ZMQNotifications(notifications: [
                    ZMQNotification(type: "pubhashblock", address: "tcp://127.0.0.1:28332", highWaterMark: 1000)
                ]))
        ),
        (
            "listbanned",
            .bannedList(
                BannedList(banned: [
                    Banned(
                        address: "192.0.2.0/24", banCreated: 1, bannedUntil: 86_401, banDuration: 86_400,
                        timeRemaining: -1)
                ]))
        ),
        (
            "getdeploymentinfo",
            .deploymentInfo(
                DeploymentInfo(
                    hash: "00", height: 1, deployments: [MapEntry("testdummy", deployment)],
                    scriptFlags: ["P2SH", "TAPROOT"]))
        ),
        (
            "getmininginfo",
            .miningInfo(
                MiningInfo(
                    blocks: 1, currentBlockWeight: 4_000_000, currentBlockTx: 2, bits: "170220e7", difficulty: 1.2e14,
                    target: "00",
                    networkHashps: 1e21, pooledTx: 3, blockMinTxFee: 0.001, chain: "signet", signetChallenge: "51",
                    next: NextBlock(height: 2, bits: "170220e7", difficulty: 1.2e14, target: "00"), warnings: ["w"]))
        ),
        ("getchainstates", .rawAnswer(RawAnswer(method: "getchainstates", json: "{\"headers\":1}"))),
    ]

    package static let deployment = Deployment(
        type: "bip9", height: 1, active: false,
        bip9: BIP9Deployment(
            bit: 28, startTime: -1, timeout: .max, minActivationHeight: 0, status: "started", since: 144,
            statusNext: "locked_in",
            statistics: BIP9Statistics(period: 144, threshold: 108, elapsed: 2, count: 1, possible: true),
            signalling: "#-"))
}
