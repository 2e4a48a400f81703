import PeerObserver

/// What a scenario does in one moment, and the means to it.
struct Stage {
    var random: Random
    /// Nanoseconds since the scenario began.
    private(set) var elapsed: Int64 = 0
    /// Unix time.
    private(set) var nowSeconds: Int64 = 0
    private(set) var hits: [Hit] = []
    /// Lines of debug.log, without their times.
    private(set) var lines: [String] = []

    init(random: Random) { self.random = random }

    /// Another moment, in which nothing has been done yet.
    mutating func enter(elapsed: Int64, nowSeconds: Int64) {
        (self.elapsed, self.nowSeconds) = (elapsed, nowSeconds)
        hits.removeAll(keepingCapacity: true)
        lines.removeAll(keepingCapacity: true)
    }

    mutating func hit(_ hit: Hit) { hits.append(hit) }

    mutating func say(_ line: String) { lines.append(line) }

    /// From the peer to the node.
    mutating func receive(_ message: Message, from peer: Peer) {
        hits.append(.message(Exchange(inbound: true, peer: peer, message: message)))
    }

    /// From the node to the peer.
    mutating func send(_ message: Message, to peer: Peer) {
        hits.append(.message(Exchange(inbound: false, peer: peer, message: message)))
    }

    mutating func connect(
        from address: NodeAddress, as type: ConnectionType = .inbound, _ node: inout NodeState
    ) -> Peer {
        let peer = node.peers.openGuest(type, address: address, nowSeconds: nowSeconds)
        hits.append(.opened(peer, existing: node.peers.count(inbound: type.isInbound)))
        return peer
    }

    mutating func disconnect(_ peer: Peer, _ node: inout NodeState) {
        node.peers.close(peer)
        hits.append(.closed(peer))
    }

    /// The node makes room: an inbound peer goes, but none of those of the ordinary traffic that Bitcoin Core would protect.
    mutating func evict(_ node: inout NodeState) {
        let ordinary = node.peers.all.filter { $0.connectionType.isInbound }
        let unprotected = ordinary.count > PeerSet.protectedInbound ? ordinary : []
        let candidates = unprotected + node.peers.guests.filter { $0.connectionType.isInbound }
        if !candidates.isEmpty { evict(oneOf: candidates, &node) }
    }

    /// The same, however few are left of the ordinary traffic's: as an attacker would have it.
    mutating func evictOrdinary(_ node: inout NodeState) {
        let inbound = node.peers.all.filter { $0.connectionType.isInbound }
        // The ordinary traffic needs one.
        if inbound.count > 1 { evict(oneOf: inbound, &node) }
    }

    private mutating func evict(oneOf peers: [Peer], _ node: inout NodeState) {
        let peer = random.element(of: peers)
        hits.append(.evicted(peer))
        disconnect(peer, &node)
    }

    /// The peer has broken a rule.
    mutating func punish(_ peer: Peer, reason: String, _ node: inout NodeState) {
        hits.append(.misbehaving(peer, reason: reason))
        say("[msghand] [net] Misbehaving: peer=\(peer.id): \(reason)")
        say("[msghand] [net] Disconnecting and discouraging peer \(peer.id)!")
        disconnect(peer, &node)
    }

    /// The block is the tip now.
    mutating func connected(
        _ block: GeneratedBlock, transactions: Int, durationNanoseconds: Int64, _ node: inout NodeState
    ) {
        node.tip = block
        hits.append(
            .blockConnected(
                ConnectedBlock(
                    hash: block.hash, height: block.height, transactions: transactions,
                    inputs: Int32(transactions * 5 / 2), sigopsCost: Int64(transactions * 9),
                    durationNanoseconds: durationNanoseconds)))
    }

    /// The peer's version; the node answers with its own.
    mutating func introduce(
        _ peer: Peer, userAgent: String, relay: Bool = true, clockOffsetSeconds: Int64 = 0, _ node: NodeState
    ) {
        peer.told.userAgent = userAgent
        let isInbound = peer.connectionType.isInbound
        let theirs = Message.version(
            userAgent: userAgent, height: node.tip.height, nowSeconds: nowSeconds + clockOffsetSeconds, relay: relay,
            random: &random)
        let ours = Message.version(
            userAgent: "/Satoshi:31.0.0/", height: node.tip.height, nowSeconds: nowSeconds, relay: true,
            random: &random)
        if isInbound { receive(theirs, from: peer) }
        send(ours, to: peer)
        if !isInbound { receive(theirs, from: peer) }
    }

    /// The rest of the handshake, in Bitcoin Core's order.
    mutating func acknowledge(_ peer: Peer) {
        for type in ["wtxidrelay", "sendaddrv2", "verack"] { send(Message(type), to: peer) }
        for type in ["wtxidrelay", "sendaddrv2", "verack"] { receive(Message(type), from: peer) }
    }

    /// A whole connection of an inbound peer.
    mutating func welcome(
        from address: NodeAddress, userAgent: String = "/Satoshi:27.0.0/", _ node: inout NodeState
    ) -> Peer {
        let peer = connect(from: address, &node)
        introduce(peer, userAgent: userAgent, node)
        acknowledge(peer)
        return peer
    }
}

extension [Peer] {
    /// nil where there are none.
    func randomPeer(_ random: inout Random) -> Peer? { isEmpty ? nil : random.element(of: self) }
}
