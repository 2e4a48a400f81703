import PeerObserver

/// Messages in the shares of the main network, with what follows from them: a transaction is accepted or rejected, addresses
/// are remembered, peers come and go.
struct MainnetMessages {
    static let misbehaviours = [
        "addr message size = 1001", "headers message size = 2001", "header with invalid proof of work", "mutated block",
        "invalid compact block data", "non-continuous headers sequence", "too-large bloom filter",
    ]

    /// As many rows as the weights say, so that drawing one takes a single step.
    private let drawing: [Share.Happening]
    private let recorded: [Exchange]
    private var nextRecorded = 0
    private struct PingedPeer: Hashable {
        let id: Int64
        let inbound: Bool
    }

    /// When each was pinged last, or pinged.
    private var lastPings: [PingedPeer: Int64] = [:]
    private static let mostPings = 4096
    private let spacesPings: Bool
    /// Messages a second up to which that is so: beyond, the mix has its shares, whatever peers would do.
    static let mostWithSpacedPings = 100.0
    private static let pingPause: Int64 = 60_000_000_000
    private static let tries = 16
    /// What has begun and goes on with the next messages.
    private var pending: [Step] = []
    private var nextPending = 0
    /// The first connections come at once, last one first, so that a short run shows some of each.
    private var firstConnections: [ConnectionType] = [.addrFetch, .blockRelayOnly, .inbound, .feeler, .inbound]

    /// - Parameter spacesPings: whether no peer pings, or is pinged, twice a minute.
    init(
        _ shares: [Share] = Share.mainnet, recorded: [Exchange] = RecordedMessages.exchanges(),
        spacesPings: Bool = false
    ) {
        self.spacesPings = spacesPings
        drawing = shares.flatMap { Array(repeating: $0.happening, count: $0.weight) }
        self.recorded = recorded
    }

    /// Sends exactly one message, and what comes with it.
    mutating func send<Target: Sink>(_ state: inout NodeState, _ probes: inout Probes<Target>, stamp: Bool) {
        while nextPending < pending.count {
            nextPending += 1
            // A scenario may have ended the connection.
            guard state.peers.isConnected(pending[nextPending - 1].peer) else { continue }
            switch pending[nextPending - 1] {
            case .message(let exchange): return fire(exchange, &state, &probes)
            case .movedToGood(let peer):
                probes.fire(.moveToGood(Self.addrmanEntry(peer.address, source: peer.address, random: &state.random)))
            case .misbehaves(let peer):
                probes.fire(.misbehaving(peer, reason: state.random.element(of: Self.misbehaviours)))
            case .closes(let peer):
                state.peers.close(peer)
                probes.fire(.closed(peer))
            }
        }
        pending.removeAll(keepingCapacity: true)
        nextPending = 0
        begin(&state, &probes, stamp: stamp)
    }

    private mutating func begin<Target: Sink>(_ state: inout NodeState, _ probes: inout Probes<Target>, stamp: Bool) {
        if let type = firstConnections.popLast() { return connect(type, &state, &probes) }
        switch drawing[state.random.below(drawing.count)] {
        case .inbound("tx"):
            let index = state.random.below(state.pool.transactions.count)
            let message = Message("tx", state.pool.transactions[index].raw)
            probes.fire(.message(Exchange(inbound: true, peer: relayingPeer(&state), message: message)))
            Acceptance.consider(state.pool.transactions[index], in: &state, probes: &probes)
        case .inbound(let type):
            fire(
                Exchange(inbound: true, peer: relayingPeer(&state), message: state.pool.any(type, &state.random)),
                &state, &probes)
        case .outbound(let type):
            fire(
                Exchange(inbound: false, peer: relayingPeer(&state), message: state.pool.any(type, &state.random)),
                &state, &probes)
        case .ping(let inbound):
            let nonce = stamp ? probes.unixNanoseconds : state.random.next()
            guard
                let peer = spacesPings
                    ? peerToPing(&state, inbound: inbound, now: probes.elapsed)
                    : state.random.element(of: state.peers.all)
            else {
                // There are more pings in the mix than so few peers would send.
                let message = state.pool.any("inv", &state.random)
                return fire(Exchange(inbound: inbound, peer: relayingPeer(&state), message: message), &state, &probes)
            }
            pending.append(.message(Exchange(inbound: !inbound, peer: peer, message: .pong(nonce))))
            probes.fire(.message(Exchange(inbound: inbound, peer: peer, message: .ping(nonce))))
        case .connection: connect(Self.connectionType(&state.random), &state, &probes)
        case .recorded:
            probes.fire(.message(recorded[nextRecorded]))
            nextRecorded = (nextRecorded + 1) % recorded.count
        }
    }

    /// One that was not pinged a moment ago, as peers ping every two minutes; nil where none is found.
    private mutating func peerToPing(_ state: inout NodeState, inbound: Bool, now: Int64) -> Peer? {
        if lastPings.count >= Self.mostPings { lastPings = lastPings.filter { $0.value + Self.pingPause > now } }
        for _ in 0..<Self.tries {
            let peer = state.random.element(of: state.peers.all)
            let key = PingedPeer(id: peer.id, inbound: inbound)
            if let last = lastPings[key], last + Self.pingPause > now { continue }
            if lastPings.count < Self.mostPings { lastPings[key] = now }
            return peer
        }
        return nil
    }

    private func relayingPeer(_ state: inout NodeState) -> Peer { state.random.element(of: state.peers.relaying) }

    private func fire<Target: Sink>(_ exchange: Exchange, _ state: inout NodeState, _ probes: inout Probes<Target>) {
        probes.fire(.message(exchange))
        guard exchange.inbound, exchange.message.type == "addrv2" else { return }
        for _ in 0..<state.random.within(1...3) {
            let address = state.random.element(of: state.pool.addresses)
            let entry = Self.addrmanEntry(address.text, source: exchange.peer.address, random: &state.random)
            probes.fire(.attemptAdd(entry, inserted: state.random.chance(percent: 30)))
        }
    }

    private static func connectionType(_ random: inout Random) -> ConnectionType {
        switch random.below(100) {
        case ..<62: .inbound
        case ..<75: .outboundFullRelay
        case ..<81: .blockRelayOnly
        case ..<94: .feeler
        case ..<97: .manual
        default: .addrFetch
        }
    }

    private mutating func connect<Target: Sink>(
        _ type: ConnectionType, _ state: inout NodeState, _ probes: inout Probes<Target>
    ) {
        makeRoom(&state, &probes)
        let peer = state.peers.open(type, nowSeconds: probes.nowSeconds, random: &state.random)
        probes.fire(.opened(peer, existing: state.peers.count(inbound: type.isInbound)))
        pending = Handshake.steps(peer, pool: state.pool, random: &state.random)
        send(&state, &probes, stamp: false)
    }

    /// Inbound peers beyond the limit are evicted; surplus outbound ones just go.
    private func makeRoom<Target: Sink>(_ state: inout NodeState, _ probes: inout Probes<Target>) {
        let isFull = state.peers.count(inbound: true) >= PeerSet.mostInbound
        // A scenario may have left few of them.
        if isFull || state.random.chance(percent: 15), state.peers.count(.inbound) > 1 {
            let peer = state.peers.any(.inbound, random: &state.random)
            state.peers.close(peer)
            probes.fire(.evicted(peer))
            probes.fire(.closed(peer))
        }
        for (type, most) in [(ConnectionType.outboundFullRelay, 9), (.blockRelayOnly, 3), (.manual, 2)]
        where state.peers.count(type) > most {
            let peer = state.peers.any(type, random: &state.random)
            state.peers.close(peer)
            probes.fire(.closed(peer))
        }
    }

    private static func addrmanEntry(_ address: String, source: String, random: inout Random) -> AddrmanEntry {
        AddrmanEntry(
            bucket: Int32(random.below(1024)), position: Int32(random.below(64)), address: address, source: source)
    }
}
