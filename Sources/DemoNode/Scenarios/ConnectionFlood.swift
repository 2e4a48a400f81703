/// 23 inbound connections a second, from everywhere, which exchange versions and go after five seconds: as many as it takes to fill the
/// 115 inbound slots of a node with default settings in that time. Where the node is full, each has another one evicted.
///
/// No figure is published. That an attacker fills all inbound slots is in E. Heilman, A. Kendler, A. Zohar, S. Goldberg, "Eclipse
/// Attacks on Bitcoin's Peer-to-Peer Network", USENIX Security 2015
/// (https://www.usenix.org/conference/usenixsecurity15/technical-sessions/presentation/heilman); the slots are Bitcoin Core's
/// (`DEFAULT_MAX_PEER_CONNECTIONS`, 125, less ten outbound ones). Weaker means: fewer connections.
struct ConnectionFlood: Scenario {
    static let name = "connection-flood"

    static let slots = 115.0
    static let stay = 5.0

    private var arrivals: Pace
    private var leaving = Agenda<Peer>()

    init(intensity: Double) { arrivals = Pace(perSecond: Self.slots / Self.stay * intensity) }

    var due: Int64? { min(arrivals.due, leaving.due ?? .max) }

    mutating func act(_ node: inout NodeState, _ stage: inout Stage) {
        if let due = leaving.due, due <= arrivals.due {
            guard let peer = leaving.next(), node.peers.isConnected(peer) else { return }
            stage.disconnect(peer, &node)
            return
        }
        arrivals.advance()
        if node.peers.count(inbound: true) >= PeerSet.mostInbound { stage.evict(&node) }
        let network: NodeAddress.Network = stage.random.chance(percent: 80) ? .ipv4 : .ipv6
        let peer = stage.connect(from: NodeAddress(spread: network, random: &stage.random), &node)
        stage.introduce(peer, userAgent: "/Satoshi:25.0.0/", node)
        leaving.add(peer, at: stage.elapsed + .seconds(Self.stay))
    }
}
