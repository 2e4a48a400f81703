import PeerObserver

extension CollectorTable {
    /// Has the collectors of an event's kind take it in.
    func collect(
        _ head: EventHead, _ input: RawSpan, _ node: inout NodeState, _ networks: inout KnownNetworks
    ) throws(WireError) {
        switch head.arm {
        case .ebpf: try collectEBPF(head, input, &node, &networks)
        case .rpc: try collectRPC(head, input, &node, networks)
        case .p2p: p2pExtractor.collect(try P2PEvent(decoding: input.extracting(head.body)), &node)
        case .log:
            let event = try LogEvent(decoding: input.extracting(head.body))
            log.collect(event, &node)
            logCompactBlocks.collect(event, &node)
            try logDetails.collect(event, input, head.body, &node)
        case .ipc: ipc.collect(try IPCEvent(decoding: input.extracting(head.body)), &node)
        // connectivity-check and alerts show their own numbers; here their events are counted by subject.
        case .connectivity, .alerts: break
        // An event without content is of a newer contract.
        case nil: throw WireError.truncated(needed: 1, available: 0)
        }
    }

    private func collectEBPF(
        _ head: EventHead, _ input: RawSpan, _ node: inout NodeState, _ networks: inout KnownNetworks
    ) throws(WireError) {
        var reader = WireReader(input, in: head.body)
        while let tag = try reader.nextTag() {
            switch tag {
            case 10: try collectMessage(head, input, in: try reader.range(), &node, &networks)
            case 18:
                let event = try ConnectionEvent(decoding: input.extracting(try reader.range()))
                connections.collect(event, head, lists: networks.lists, &node)
            case 26: addrmanInserts.collect(try AddrmanEvent(decoding: input.extracting(try reader.range())), &node)
            case 34: mempool.collect(try MempoolEvent(decoding: input.extracting(try reader.range())), &node)
            case 42: validation.collect(try ValidationEvent(decoding: input.extracting(try reader.range())), &node)
            case 8002: utxoCache.collect(try UTXOCacheEvent(decoding: input.extracting(try reader.range())), &node)
            case 8010: process.collect(try ProcessSample(decoding: input.extracting(try reader.range())), &node)
            default: try reader.skip(tag)
            }
        }
    }

    @inline(__always)
    private func collectMessage(
        _ event: EventHead, _ input: RawSpan, in range: Range<Int>, _ node: inout NodeState,
        _ networks: inout KnownNetworks
    ) throws(WireError) {
        let head = try MessageHead(input, in: range)
        if head.arm == MessageArm.malformed { return try messages.collectMalformed(head, input, &node) }
        let isLinkingLion = networks.isLinkingLion(input, head.addr)
        messages.collect(head, input, isLinkingLion: isLinkingLion, &node)
        switch head.arm {
        case MessageArm.inv: try inventory.collect(head, input, &node)
        case MessageArm.ping: try pings.collectPing(head, input, event, &node)
        case MessageArm.pong: try pings.collectPong(head, input, event, &node)
        case MessageArm.addr, MessageArm.addrv2:
            try addresses.collect(head, input, seconds: Int64(event.timestamp / 1000), &node)
        case MessageArm.feefilter: try versions.collectFeeFilter(head, input, &node)
        case MessageArm.version: try versions.collectVersion(head, input, isLinkingLion: isLinkingLion, &node)
        case MessageArm.reject: try versions.collectReject(head, input, &node)
        case MessageArm.emptyaddrv2: addresses.collectEmpty(head, input, &node)
        case MessageArm.oldping: pings.collectOldPing(head, input, &node)
        default: break
        }
    }

    private func collectRPC(_ head: EventHead, _ input: RawSpan, _ node: inout NodeState, _ networks: KnownNetworks)
        throws(WireError)
    {
        // Looked for first: decoding it whole would take a hundred times its memory.
        var reader = WireReader(input, in: head.body)
        if let tag = try reader.nextTag(), tag == 90 {
            return try rpcRawAddrman.collect(input, in: try reader.range(), &node)
        }
        switch try RPCEvent(decoding: input.extracting(head.body)).event {
        case .peerInfos(let answer): rpcPeers.collect(answer, lists: networks.lists, &node)
        case .mempoolInfo(let answer): rpcMempool.collect(answer, &node)
        case .uptime(let answer): rpcNode.collectUptime(answer, &node)
        case .netTotals(let answer): rpcNode.collect(answer, &node)
        case .memoryInfo(let answer): rpcNode.collect(answer, &node)
        case .addrmanInfo(let answer): rpcAddrman.collect(answer, &node)
        case .chainTxStats(let answer): rpcChain.collect(answer, &node)
        case .networkInfo(let answer): rpcNetwork.collect(answer, &node)
        case .blockchainInfo(let answer): rpcChain.collect(answer, &node)
        case .orphanTxs(let answer): rpcOrphans.collect(answer, &node)
        case .estimateSmartFee(let answer): rpcFees.collect(answer, &node)
        case .chainTips(let answer): rpcHealth.collect(answer, &node)
        case .indexInfo(let answer): rpcHealth.collect(answer, &node)
        case .zmqNotifications(let answer): rpcHealth.collect(answer, &node)
        case .bannedList(let answer): rpcHealth.collect(answer, &node)
        case .deploymentInfo(let answer): rpcDeployments.collect(answer, &node)
        case .miningInfo(let answer): rpcMining.collect(answer, &node)
        case .rawAnswer(let answer): rpcHealth.collect(answer, &node)
        case .addrman, nil: break
        }
    }
}
