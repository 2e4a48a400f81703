import PeerObserver

/// Which detectors look at which events.
extension NodeWatch {
    mutating func take(_ head: EventHead, _ input: RawSpan, subject: Subject) throws(WireError) {
        isHeard = true
        advance(to: head.timestamp)
        book.origin = AlertEvidence(
            subject: subject.name, streamID: head.numbers.contains(.streamID) ? head.streamID : nil,
            sequence: head.numbers.contains(.sequence) ? head.sequence : nil)
        detectors.band.count(.subject(subject), book)
        switch head.arm {
        case .ebpf: try takeEBPF(head, input)
        case .rpc: try takeRPC(head, input)
        case .p2p:
            if case .pingDuration(let ping) = try P2PEvent(decoding: input.extracting(head.body)).event {
                // While it fetches the chain, it is busy with blocks.
                if condition.isInIBD != true { detectors.processingBacklog.pong(ping.duration, &book) }
            }
        case .log: try takeLog(head, input)
        case .ipc, .connectivity, .alerts, nil: break
        }
    }

    private mutating func takeEBPF(_ head: EventHead, _ input: RawSpan) throws(WireError) {
        var reader = WireReader(input, in: head.body)
        while let tag = try reader.nextTag() {
            switch tag {
            case 10: try takeMessage(head, input, in: try reader.range())
            case 18: takeConnection(try ConnectionEvent(decoding: input.extracting(try reader.range())), head.pid)
            case 34: takeMempool(try MempoolEvent(decoding: input.extracting(try reader.range())))
            case 42:
                let event = try ValidationEvent(decoding: input.extracting(try reader.range()))
                guard case .blockConnected(let block) = event.event else { continue }
                detectors.staleTip.connected(&book)
                detectors.blockStall.connected()
                detectors.reconstructionFailures.connected(block.hash)
                if condition.isInIBD != true { detectors.slowBlock.connected(block, &book) }
            case 8002:
                let event = try UTXOCacheEvent(decoding: input.extracting(try reader.range()))
                if case .uncache = event.event { detectors.uncacheSpike.uncached(&book) }
            default: try reader.skip(tag)
            }
        }
    }

    private mutating func takeMempool(_ event: MempoolEvent) {
        let kind: WatchedCounter.MempoolKind
        switch event.event {
        case .added: kind = .added
        case .removed: kind = .removed
        case .replaced: kind = .replaced
        case .rejected(let rejected):
            kind = .rejected
            detectors.band.count(.rejected(rejected.reason), book)
            if rejected.reason == OrphanFlood.reason { detectors.orphanFlood.refused(&book) }
        case nil: return
        }
        detectors.band.count(.mempool(kind), book)
    }

    // MARK: Connections

    private mutating func takeConnection(_ event: ConnectionEvent, _ pid: UInt32) {
        switch event.event {
        case .inbound(let inbound):
            let place = begin(inbound.conn, pid, isInbound: true)
            detectors.band.count(.connection(.inbound), book)
            detectors.connectionFlood.opened(peers[place], &book)
        case .outbound(let outbound):
            _ = begin(outbound.conn, pid, isInbound: false)
            detectors.band.count(.connection(.outbound), book)
        case .closed(let closed):
            detectors.band.count(.connection(.closed), book)
            end(closed.conn, pid)
        case .inboundEvicted(let evicted):
            detectors.band.count(.connection(.evicted), book)
            detectors.evictionChurn.evicted(evicted.conn, &book)
        case .misbehaving(let misbehaving):
            detectors.band.count(.connection(.misbehaving), book)
            misbehaved(misbehaving, pid)
        case nil: break
        }
    }

    private mutating func begin(_ connection: Connection, _ pid: UInt32, isInbound: Bool) -> Int {
        let place = peers.insert(
            Peer(
                PeerKey(pid: pid, id: connection.peerID), addr: connection.addr, isInbound: isInbound, now: book.now,
                initialTokens: detectors.addrFlood.initialTokens))
        peers[place].isWhole = true
        return place
    }

    private mutating func end(_ connection: Connection, _ pid: UInt32) {
        guard let peer = peers.remove(PeerKey(pid: pid, id: connection.peerID)) else { return }
        if let line = peer.farewell(book.now) { book.log(line) }
        detectors.getaddrFingerprinting.closed(peer, &book)
        detectors.shortVisitors.closed(peer, &book)
    }

    private mutating func misbehaved(_ event: MisbehavingConnection, _ pid: UInt32) {
        let peer = peers.peer(PeerKey(pid: pid, id: event.id))
        let told = peer?.told ?? AlertPeer(id: event.id, addr: "")
        detectors.misbehaviourSpike.misbehaved(told, event.message, &book)
        detectors.invalidHeaders.misbehaved(told, event.message, peer?.header, &book)
    }

    // MARK: Answers of RPCs, lines of the log

    /// The details that are looked at: `update_tip`, `invalid_chain` and `orphans_erased` of log_extractor.proto.
    private static let wantedLines: [UInt32] = [1026, 1030, 1071]
    /// The answers: `peer_infos`, `uptime`, `net_totals`, `network_info`, `blockchain_info`, `orphan_txs`; their tags.
    private static let wantedAnswers: [UInt32] = [10, 24, 34, 66, 74, 82]

    private mutating func takeRPC(_ head: EventHead, _ input: RawSpan) throws(WireError) {
        var reader = WireReader(input, in: head.body)
        // Others may be large, and no detector looks at them.
        guard let tag = try reader.nextTag(), Self.wantedAnswers.contains(tag) else { return }
        switch try RPCEvent(decoding: input.extracting(head.body)).event {
        case .peerInfos(let answer):
            detectors.inboundDrop.peers(answer.infos, &book)
            if condition.isInIBD == false { detectors.blockStall.peers(answer.infos, &book) }
            detectors.lowDiversity.peers(answer.infos, &book)
            detectors.processingBacklog.peers(answer.infos, &book)
            detectors.clockOffset.peers(answer.infos, &book)
        case .uptime(let seconds): condition.uptime(seconds, now: book.now)
        case .netTotals(let totals): detectors.band.traffic(totals, book)
        case .networkInfo(let answer): detectors.clockOffset.network(answer, &book)
        case .blockchainInfo(let answer):
            detectors.blockStall.chain(answer, &book)
            condition.chain(answer)
            detectors.staleTip.chain(answer, condition, &book)
        case .orphanTxs(let answer): detectors.orphanFlood.answer(answer, peers, &book)
        default: break
        }
    }

    private mutating func takeLog(_ head: EventHead, _ input: RawSpan) throws(WireError) {
        var reader = WireReader(input, in: head.body)
        var isWanted = false
        while let tag = try reader.nextTag() {
            if Self.wantedLines.contains(tag >> 3) { isWanted = true }
            switch tag {
            case 16 where !detectors.band.isEmpty:
                detectors.band.count(.log(LogDebugCategory(rawValue: try reader.int32())), book)
            case 34:
                if try ConnectionFlood.isRefusal(input, in: try reader.range()) {
                    detectors.connectionFlood.refused(&book)
                }
            default: try reader.skip(tag)
            }
        }
        guard isWanted else { return }
        switch try LogEvent(decoding: input.extracting(head.body)).detail {
        case .updateTip(let line) where !line.background:
            detectors.staleTip.connected(&book)
            detectors.blockStall.connected()
        case .invalidChain(let line) where line.invalid:
            if let hash = Hash256(displayHex: line.blockHash) {
                detectors.invalidHeaders.invalid(hash, peers, &book)
            }
        // There is a line for each peer besides, of the same ones.
        case .orphansErased(let line) where line.cause == "overflow":
            detectors.orphanFlood.logged(line.count, line.peerID, peers, &book)
        default: break
        }
    }
}
