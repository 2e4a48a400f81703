/// A step on the way of a connection.
enum Step {
    case message(Exchange)
    case movedToGood(Peer)
    case misbehaves(Peer)
    case closes(Peer)

    var peer: Peer {
        switch self {
        case .message(let exchange): exchange.peer
        case .movedToGood(let peer), .misbehaves(let peer), .closes(let peer): peer
        }
    }
}

/// The messages of a new connection, in Bitcoin Core's order, and what happens to the connection then.
enum Handshake {
    static func steps(_ peer: Peer, pool: MessagePool, random: inout Random) -> [Step] {
        func message(_ inbound: Bool, _ type: String) -> Step {
            .message(Exchange(inbound: inbound, peer: peer, message: pool.any(type, &random)))
        }
        let isInbound = peer.connectionType.isInbound
        // Scanners ask for the version and go.
        let isScanner = isInbound && random.chance(percent: 30)
        var steps = [message(isInbound, "version"), message(!isInbound, "version")]
        if isScanner { return steps + [.closes(peer)] }
        for inbound in [!isInbound, isInbound] {
            steps.append(message(inbound, "wtxidrelay"))
            steps.append(message(inbound, "sendaddrv2"))
            if random.chance(percent: 10) { steps.append(message(inbound, "sendtxrcncl")) }
            steps.append(message(inbound, "verack"))
        }
        if !isInbound { steps.append(.movedToGood(peer)) }
        switch peer.connectionType {
        case .feeler: return steps + [.closes(peer)]
        case .addrFetch:
            return steps + [message(false, "getaddr"), message(true, MessagePool.getaddrAnswer), .closes(peer)]
        default: break
        }
        for inbound in [false, true] {
            steps.append(message(inbound, "sendcmpct"))
            if random.chance(percent: 70) { steps.append(message(inbound, "sendheaders")) }
            if peer.connectionType.relaysTransactions { steps.append(message(inbound, "feefilter")) }
        }
        steps.append(message(isInbound, "getheaders"))
        steps.append(message(!isInbound, "headers"))
        if peer.connectionType.relaysTransactions { steps.append(message(isInbound, "getaddr")) }
        if isInbound, random.chance(percent: 25) { steps += [.misbehaves(peer), .closes(peer)] }
        return steps
    }
}
