import PeerObserver

/// Which detectors look at which events.
extension NodeWatch {
    mutating func take(_ head: EventHead, _ input: RawSpan, subject: Subject) throws(WireError) {
        advance(to: head.timestamp)
        book.origin = AlertEvidence(
            subject: subject.name, streamID: head.numbers.contains(.streamID) ? head.streamID : nil,
            sequence: head.numbers.contains(.sequence) ? head.sequence : nil)
        switch head.arm {
        case .ebpf: try takeEBPF(head, input)
        case .rpc, .p2p, .log, .ipc, .connectivity, .alerts, nil: break
        }
    }

    private mutating func takeEBPF(_ head: EventHead, _ input: RawSpan) throws(WireError) {
        var reader = WireReader(input, in: head.body)
        while let tag = try reader.nextTag() {
            switch tag {
            case 10: try takeMessage(head, input, in: try reader.range())
            case 18: takeConnection(try ConnectionEvent(decoding: input.extracting(try reader.range())), head.pid)
            default: try reader.skip(tag)
            }
        }
    }

    private mutating func takeMessage(
        _ event: EventHead, _ input: RawSpan, in range: Range<Int>
    ) throws(WireError) {
        let head = try MessageHead(input, in: range)
        let place = place(of: head, event.pid, input)
        peers[place].lastSeen = book.now
        guard head.inbound else {
            if head.arm == MessageArm.getaddr { detectors.addrFlood.getaddrSent(&peers[place]) }
            return
        }
        switch head.arm {
        case MessageArm.ping, MessageArm.oldping: detectors.pingSpam.ping(&peers[place], &book)
        case MessageArm.addr, MessageArm.addrv2:
            detectors.addrSpam.addresses(&peers[place], &book)
            try detectors.addrFlood.addresses(input, in: head.body, &peers[place], &book)
        case MessageArm.version:
            peers[place].userAgent = try Version(decoding: input.extracting(head.body)).userAgent
        default: break
        }
    }

    @inline(__always)
    private mutating func place(of head: MessageHead, _ pid: UInt32, _ input: RawSpan) -> Int {
        let key = PeerKey(pid: pid, id: head.peerID)
        if let place = peers.place(of: key) { return place }
        // Unlike the connection's own direction, the message's is always known; Core's enum names 0 inbound.
        return peers.insert(
            Peer(
                key, addr: input.text(head.addr), isInbound: head.connType == 1, now: book.now,
                initialTokens: detectors.addrFlood.initialTokens))
    }

    private mutating func takeConnection(_ event: ConnectionEvent, _ pid: UInt32) {
        switch event.event {
        case .inbound(let inbound): begin(inbound.conn, pid, isInbound: true)
        case .outbound(let outbound): begin(outbound.conn, pid, isInbound: false)
        case .closed(let closed): end(closed.conn, pid)
        case .inboundEvicted, .misbehaving, nil: break
        }
    }

    private mutating func begin(_ connection: Connection, _ pid: UInt32, isInbound: Bool) {
        let place = peers.insert(
            Peer(
                PeerKey(pid: pid, id: connection.peerID), addr: connection.addr, isInbound: isInbound, now: book.now,
                initialTokens: detectors.addrFlood.initialTokens))
        peers[place].isWhole = true
    }

    private mutating func end(_ connection: Connection, _ pid: UInt32) {
        guard let peer = peers.remove(PeerKey(pid: pid, id: connection.peerID)) else { return }
        if peer.isFlagged {
            book.log(
                "PeerDisconnected | peer_id=\(peer.key.id) addr=\(peer.addr) | active=\((book.now - peer.firstSeen) / 1000)s"
            )
        }
    }
}
