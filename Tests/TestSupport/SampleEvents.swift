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
        + SampleRPCs.known.map { ("rpc", event(.rpcExtractor(RPCEvent(event: $0)))) }
        + p2p.map { ("p2p-extractor", p2pEvent($0)) }
        + logs.map { ("log-extractor", event(.logExtractor(log($0)))) }
        + SampleLogDetails.all.map { ("log-extractor", event(.logExtractor(log(detail: $0)))) }

    /// Subjects of our own: upstream's programs have no arm for what is on them.
    package static let twoTokens: [Sample] =
        [
            ("netmsg.malformed", message(SampleMessages.malformed)),
            ("addrman.new", ebpf(.addrman(AddrmanEvent(event: .new(insertNew))))),
            ("addrman.tried", ebpf(.addrman(AddrmanEvent(event: .tried(insertTried))))),
            ("utxocache.flush", ebpf(.utxocache(UTXOCacheEvent(event: .flush(flush))))),
            ("utxocache.uncache", ebpf(.utxocache(UTXOCacheEvent(event: .uncache(uncache))))),
            ("process.sample", ebpf(.process(process))),
            ("p2p-extractor.block", p2pEvent(.blockAnnouncement(announcement))),
            (
                "p2p-extractor.block",
                p2pEvent(.blockAnnouncement(BlockAnnouncement(hash: SampleMessages.hash(51), via: .inv)))
            ),
            ("p2p-extractor.handshake", p2pEvent(.handshake(handshake))),
            ("p2p-extractor.disconnect", p2pEvent(.disconnect(disconnect))),
            ("connectivity.result", event(.connectivityCheck(ConnectivityEvent(event: .result(connected))))),
            ("connectivity.result", event(.connectivityCheck(ConnectivityEvent(event: .result(notConnected))))),
        ] + rpcMethods + alerts

    /// One of every kind; the first has every field.
    package static let alerts: [Sample] = Subject.allCases.compactMap { subject in
        subject.alertKind.map { kind in
            (subject.name, event(.alerts(AlertsEvent(event: .alert(alert(kind, isWhole: kind == "ping-spam"))))))
        }
    }

    private static func alert(_ kind: String, isWhole: Bool) -> AlertNotice {
        var alert = AlertNotice(
            kind: kind, id: "0123456789abcdef", severity: .warning, state: .raised, summary: "something is wrong",
            firstTime: 1_700_000_000_123, lastTime: 1_700_000_060_123, count: 3, peers: [], measures: [],
            addresses: [], evidence: [])
        guard isWhole else { return alert }
        alert.peers = [
            AlertPeer(id: 7, addr: "198.51.100.7:8333", userAgent: "/Satoshi:27.0.0/"),
            AlertPeer(id: 8, addr: "[2001:db8::8]:8333"),
        ]
        alert.peerCount = 2
        alert.measures = [
            AlertMeasure(name: "pings_per_window", value: 4, threshold: 3), AlertMeasure(name: "share", value: 0.25),
        ]
        alert.addresses = ["198.51.100.0/24"]
        alert.evidence = [
            AlertEvidence(subject: "netmsg", streamID: .max, sequence: 42), AlertEvidence(subject: "netconn"),
        ]
        return alert
    }

    /// The RPCs that upstream does not know.
    package static let rpcMethods: [Sample] = SampleRPCs.ours.map {
        ("rpc.\($0)", event(.rpcExtractor(RPCEvent(event: $1))))
    }

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

    package static let process = ProcessSample(
        pid: 4_194_304, startTime: 1_700_000_000_000, cpuTime: .max, residentBytes: 1 << 40, peakResidentBytes: 1 << 41,
        openFiles: 0, openFilesLimit: .max, threadCount: 2,
        threads: [
            ThreadSample(tid: 4_194_304, name: "bitcoind", cpuTime: 1, waitTime: 0),
            ThreadSample(tid: 4_194_303, name: "b-msghand", cpuTime: .max),
        ])

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

    package static func p2pEvent(_ kind: P2PEvent.Kind) -> Event {
        event(.p2pExtractor(P2PEvent(event: kind, connection: 3, address: "127.0.0.1:50000")))
    }

    package static let announcement = BlockAnnouncement(
        hash: SampleMessages.header.hash, via: .cmpctblock, header: SampleMessages.header, transactions: 3000,
        prefilled: 1)

    package static let handshake = P2PHandshake(
        duration: 2_000_000,
        version: Version(
            version: 70016, services: 1033, timestamp: 1_700_000_000, receiver: SampleMessages.addresses[0],
            sender: SampleMessages.addresses[1], nonce: .max, userAgent: "/Satoshi:31.0.0/", startHeight: 900_000,
            relay: true),
        reconnects: 2)

    package static let disconnect = P2PDisconnect(
        reason: "wrong_checksum", duration: 60_000_000_000, handshake: true, messages: 12, bytes: 3456,
        detail: "wrong checksum of inv")

    package static let connected = ConnectivityResult(
        address: SampleMessages.addresses[0], announcedBy: .addrv2, announcedAt: 1_700_000_000_123,
        sourceAddress: "203.0.113.5:8333", sourceID: .max, sourceNode: "node-1", sourceTorExit: true, success: true,
        cached: false, connectDuration: 20_000_000, handshakeDuration: .max, version: strangersVersion)

    /// Its receiver, the observing host, is left out.
    private static var strangersVersion: Version {
        var version = handshake.version
        version.receiver = Address(timestamp: 0, host: .ipv6("::"), port: 0, services: 0)
        return version
    }

    package static let notConnected = ConnectivityResult(
        address: SampleMessages.addresses[1], announcedBy: .addr, announcedAt: 0, sourceAddress: "[2001:db8::1]:8333",
        sourceID: 0, success: false, cached: true, failure: "connect_timeout")

    package static let logs: [LogEvent.Kind] = [
        .unknownLogMessage(UnknownLogMessage(rawMessage: "2023-11-14 \u{1b}[2J \\ \u{7f}")),
        .blockConnectedLog(BlockConnectedLog(blockHash: SampleMessages.hash(47).description, blockHeight: 900_000)),
        .blockCheckedLog(
            BlockCheckedLog(blockHash: SampleMessages.hash(48).description, state: "Valid", debugMessage: "")),
    ]
}
