import PeerObserver

/// Which detectors look at which P2P messages.
extension NodeWatch {
    mutating func takeMessage(_ event: EventHead, _ input: RawSpan, in range: Range<Int>) throws(WireError) {
        let head = try MessageHead(input, in: range)
        let place = place(of: head, event.pid, input)
        peers[place].lastSeen = book.now
        if head.inbound || head.arm == MessageArm.getaddr { peers[place].lastHeard = book.now }
        if !detectors.band.isEmpty {
            detectors.band.count(.message(input.text(head.command), inbound: head.inbound), book)
        }
        if head.inbound { try received(head, input, from: place) } else { try sent(head, input, to: place) }
    }

    @inline(__always)
    private mutating func place(of head: MessageHead, _ pid: UInt32, _ input: RawSpan) -> Int {
        let key = PeerKey(pid: pid, id: head.peerID)
        if let place = peers.place(of: key) { return place }
        return peers.insert(
            Peer(
                key, addr: input.text(head.addr), isInbound: head.connType == ConnType.inbound.rawValue, now: book.now,
                initialTokens: detectors.addrFlood.initialTokens))
    }

    private mutating func sent(_ head: MessageHead, _ input: RawSpan, to place: Int) throws(WireError) {
        switch head.arm {
        case MessageArm.getaddr: detectors.addrFlood.getaddrSent(&peers[place])
        case MessageArm.getblocktxn:
            let request = try GetBlockTxn(decoding: input.extracting(head.body))
            // Its mempool may still be empty.
            guard condition.isUp(for: 3600, now: book.now), condition.isInIBD != true else { return }
            detectors.reconstructionFailures.requested(
                request.blockHash, request.txIndexes.count, peers[place], &book)
        default: break
        }
    }

    private mutating func received(_ head: MessageHead, _ input: RawSpan, from place: Int) throws(WireError) {
        switch head.arm {
        case MessageArm.ping, MessageArm.oldping: detectors.pingSpam.ping(&peers[place], &book)
        case MessageArm.pong, MessageArm.wtxidrelay, MessageArm.sendaddrv2: break
        case MessageArm.addr, MessageArm.addrv2:
            peers[place].deeds.insert(.announced)
            detectors.addrSpam.addresses(&peers[place], &book)
            try detectors.addrFlood.addresses(input, in: head.body, &peers[place], &book)
        case MessageArm.version:
            peers[place].deeds.insert(.version)
            peers[place].userAgent = try Version(decoding: input.extracting(head.body)).userAgent
        case MessageArm.verack:
            peers[place].deeds.insert(.verack)
            detectors.spyPeers.shookHands(peers[place], &book)
        case MessageArm.inv, MessageArm.tx, MessageArm.block, MessageArm.blocktxn:
            peers[place].deeds.insert(.announced)
        case MessageArm.headers: try receivedHeaders(head, input, from: place)
        case MessageArm.compactblock:
            peers[place].deeds.insert(.announced)
            let block = try CompactBlock(decoding: input.extracting(head.body))
            received(block.header, from: place)
            detectors.reconstructionFailures.announced(
                block.header.hash, transactions: block.shortIDs.count + block.transactions.count)
        case MessageArm.getaddr: peers[place].deeds.insert(.getaddr)
        case MessageArm.getdata:
            peers[place].deeds.insert(.asked)
            detectors.bloomLoad.asked(try BloomLoad.filteredBlocks(input, in: head.body), peers[place], &book)
        case MessageArm.filterload, MessageArm.filteradd:
            peers[place].deeds.insert(.asked)
            detectors.bloomLoad.asked(1, peers[place], &book)
        case MessageArm.unknown:
            peers[place].deeds.insert(.other)
            detectors.unknownMessages.received(peers[place], type: input.text(head.command), &book)
        case MessageArm.malformed:
            peers[place].deeds.insert(.other)
            detectors.malformedMessages.received(peers[place], type: input.text(head.command), &book)
        case MessageArm.getheaders, MessageArm.getblocks, MessageArm.mempool, MessageArm.getblocktxn:
            peers[place].deeds.insert(.asked)
        default: peers[place].deeds.insert(.other)
        }
    }

    private mutating func receivedHeaders(_ head: MessageHead, _ input: RawSpan, from place: Int) throws(WireError) {
        peers[place].deeds.insert(.announced)
        var reader = WireReader(input, in: head.body)
        guard let tag = try reader.nextTag(), tag == 10 else { return }
        received(try BlockHeader(decoding: input.extracting(try reader.range())), from: place)
    }

    private mutating func received(_ header: BlockHeader, from place: Int) {
        let header = PeerHeader(hash: header.hash, parent: header.prevBlockhash)
        peers[place].header = header
        detectors.invalidHeaders.announced(header, peers[place], &book)
    }
}
