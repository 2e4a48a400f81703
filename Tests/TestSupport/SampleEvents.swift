package import PeerObserver

/// One event of every arm of the contract, built by hand, with the subject that it goes to.
package enum SampleEvents {
    package typealias Sample = (subject: String, event: Event)

    package static let all: [Sample] = oneToken + twoTokens

    /// Subjects that upstream's programs read as well.
    package static let oneToken: [Sample] =
        SampleMessages.known.map { ("netmsg", message($0)) }
        + SampleMessages.detailed.map {
            ("netmsg", message(.unknown(UnknownMessage(command: "c", payload: [1])), detail: $0))
        }
        + connections.map { ("netconn", ebpf(.connection(ConnectionEvent(event: $0)))) }
        + mempool.map { ("mempool", ebpf(.mempool(MempoolEvent(event: $0)))) }
        + [("validation", ebpf(.validation(ValidationEvent(event: .blockConnected(block)))))]
        + rpcs.map { ("rpc", event(.rpcExtractor(RPCEvent(event: $0)))) }
        + p2p.map { ("p2p-extractor", event(.p2pExtractor(P2PEvent(event: $0)))) }
        + logs.map { ("log-extractor", event(.logExtractor(log($0)))) }
        + SampleLogDetails.all.map { ("log-extractor", event(.logExtractor(log(detail: $0)))) }

    /// Subjects of our own: upstream's programs have no arm for what is on them.
    package static let twoTokens: [Sample] = [
        ("netmsg.malformed", message(SampleMessages.malformed)),
        ("addrman.new", ebpf(.addrman(AddrmanEvent(event: .new(insertNew))))),
        ("addrman.tried", ebpf(.addrman(AddrmanEvent(event: .tried(insertTried))))),
        ("utxocache.flush", ebpf(.utxocache(UTXOCacheEvent(event: .flush(flush))))),
        ("utxocache.uncache", ebpf(.utxocache(UTXOCacheEvent(event: .uncache(uncache))))),
    ]

    /// Read, never written, by us.
    package static let onlyRead: [Sample] = [
        ("ipc", event(.ipcExtractor(IPCEvent(event: .blockTip(BlockTip(height: -1, hash: SampleMessages.hash(50)))))))
    ]

    package static func event(_ payload: Event.Payload?) -> Event {
        Event(
            payload: payload, timestamp: 1_700_000_000_123, node: "node-1", streamID: .max, sequence: 1,
            sourceTimeNs: 1_700_000_000_123_456_789, pid: 4_194_304)
    }

    package static func ebpf(_ kind: EBPFEvent.Kind) -> Event { event(.ebpfExtractor(EBPFEvent(event: kind))) }

    package static func message(_ message: MessageEvent.Message, detail: MessageEvent.Detail? = nil) -> Event {
        let meta = MessageMetadata(
            peerID: 7, addr: "[2001:db8::1]:8333", connType: .inbound, command: "c", inbound: true, size: 300,
            connectionType: "inbound")
        return ebpf(.message(MessageEvent(meta: meta, message: message, detail: detail)))
    }

    package static func log(_ kind: LogEvent.Kind) -> LogEvent {
        LogEvent(
            logTimestamp: 1_700_000_000_123_456, category: .validation, threadname: "msghand", event: kind,
            logLevel: .trace,
            logLineBytes: 300)
    }

    package static func log(detail: LogEvent.Detail) -> LogEvent {
        LogEvent(
            logTimestamp: 1_700_000_000_123_456, category: .unknown, threadname: "msghand",
            event: .unknownLogMessage(UnknownLogMessage(rawMessage: "a line \u{fffd}")), logLevel: .debug,
            logLineBytes: 300, categoryName: "kernel", sourceFile: "net_processing.cpp", sourceLine: 3609,
            sourceFunction: "ProcessMessage", mockTime: 1_700_000_000, suppressing: true,
            rawBytes: Array("a line \u{ff}".unicodeScalars.map { UInt8($0.value) }), detail: detail)
    }

    package static let connection = Connection(
        peerID: .max, addr: "203.0.113.5:8333", connType: .feeler, network: 6, connectionType: "feeler")

    package static let connections: [ConnectionEvent.Event] = [
        .closed(ClosedConnection(conn: connection, timeEstablished: 1)),
        .inboundEvicted(EvictedInboundConnection(conn: Connection(), timeEstablished: .max)),
        .inbound(InboundConnection(conn: connection, existingConnections: 114)),
        .outbound(OutboundConnection(conn: connection, existingConnections: 0)),
        .misbehaving(MisbehavingConnection(id: 3, message: "headers message size = 2001")),
    ]

    package static let mempool: [MempoolEvent.Event] = [
        .added(MempoolAdded(txid: SampleMessages.hash(40), vsize: 141, fee: 2_100_000_000_000_000)),
        .removed(
            MempoolRemoved(
                txid: SampleMessages.hash(41), reason: "expiry", vsize: -1, fee: -1, entryTime: 1_700_000_000)),
        .replaced(
            MempoolReplaced(
                replacedTxid: SampleMessages.hash(42), replacedVsize: 1, replacedFee: 2, replacedEntryTime: 3,
                replacementID: SampleMessages.hash(43), replacementVsize: 4, replacementFee: 5,
                replacedByTransaction: true)),
        .rejected(MempoolRejected(txid: SampleMessages.hash(44), reason: "min relay fee not met")),
    ]

    package static let block = BlockConnected(
        hash: SampleMessages.hash(45), height: 900_000, transactions: 3000, inputs: 8000, sigops: 12_000,
        connectionTime: 40_000_000)

    package static let insertNew = InsertNew(
        inserted: true, bucket: 1023, bucketPos: 63, addr: "203.0.113.5:8333", addrAS: 64496,
        source: "198.51.100.1:8333",
        sourceAS: 0)
    package static let insertTried = InsertTried(
        bucket: 255, bucketPos: 0, addr: "203.0.113.5:8333", addrAS: 0, source: "198.51.100.1:8333", sourceAS: .max)
    package static let flush = UTXOCacheFlush(
        duration: 1_000_000, mode: 2, coinsCount: 1 << 40, coinsMemUsage: 450 << 20, isFlushForPrune: false)
    package static let uncache = UTXOCacheUncache(
        txid: SampleMessages.hash(46), vout: .max, height: 900_000, value: 2_100_000_000_000_000, isCoinbase: true)

    package static let p2p: [P2PEvent.Kind] = [
        .pingDuration(PingDuration(duration: 1_000_000)),
        .addressAnnouncement(AddressAnnouncement(addresses: SampleMessages.addresses)),
        .inventoryAnnouncement(InventoryAnnouncement(inventory: SampleMessages.items)), .feefilterAnnouncement(-1),
    ]

    package static let logs: [LogEvent.Kind] = [
        .unknownLogMessage(UnknownLogMessage(rawMessage: "2023-11-14 \u{1b}[2J \\ \u{7f}")),
        .blockConnectedLog(BlockConnectedLog(blockHash: SampleMessages.hash(47).description, blockHeight: 900_000)),
        .blockCheckedLog(
            BlockCheckedLog(blockHash: SampleMessages.hash(48).description, state: "Valid", debugMessage: "")),
    ]

    package static let rpcs: [RPCEvent.Kind] = [
        .peerInfos(PeerInfos(infos: [peer, PeerInfo()])),
        .mempoolInfo(
            MempoolInfo(
                loaded: true, size: 1, bytes: 2, usage: 3, totalFee: 0.1, maxMempool: 300_000_000, mempoolminfee: 1,
                minrelaytxfee: 0.1, incrementalrelayfee: 0.1, unbroadcastcount: 0, fullrbf: true)),
        .uptime(.max),
        .netTotals(
            NetTotals(
                totalBytesReceived: 1, totalBytesSent: 2, timeMillis: 3,
                uploadTarget: UploadTarget(
                    timeframe: 86400, target: 0, targetReached: false, serveHistoricalBlocks: true, bytesLeftInCycle: 0,
                    timeLeftInCycle: 0))),
        .memoryInfo(MemoryInfo(used: 1, free: 2, total: 3, locked: 4, chunksUsed: 5, chunksFree: 6)),
        .addrmanInfo(AddrManInfo(networks: [MapEntry("ipv4", AddrManInfoNetwork(new: 1, tried: 2, total: 3))])),
        .chainTxStats(
            ChainTxStats(
                time: 1, txCount: .max, windowFinalBlockHash: "00", windowFinalBlockHeight: 2, windowBlockCount: 3,
                windowTxCount: 4, windowInterval: 5, txRate: 6.5)),
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
                localAddresses: [NetworkInfoLocalAddress(address: "203.0.113.5", port: 8333, score: 1)], warnings: [])),
        .blockchainInfo(
            BlockchainInfo(
                chain: "main", blocks: 900_000, headers: 900_001, bestblockhash: "00", difficulty: 1.2e14, time: 1,
                mediantime: 2, verificationprogress: 0.999_999, initialblockdownload: false, chainwork: "00",
                sizeOnDisk: 7 << 36, pruned: false, pruneHeight: 0, pruneTargetSize: 0, warnings: ["a", ""])),
        .orphanTxs(
            OrphanTxs(orphans: [
                OrphanTx(
                    txid: "aa", wtxid: "bb", bytes: 1, vsize: 2, weight: 3, from: [0, 1],
                    transaction: SampleMessages.reduced)
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
        connectionType: "inbound", transportProtocolType: "v2", invToSend: 0, cpuLoad: 0.5)
}
