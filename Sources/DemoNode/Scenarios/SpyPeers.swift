/// Twenty inbound peers that shake hands and then only listen: the node announces transactions to them every five seconds (Bitcoin Core's
/// `INBOUND_INVENTORY_BROADCAST_INTERVAL`), and they neither announce any nor ask for one. They answer pings.
///
/// That there are such peers: Bitcoin Core, "Disclosure of DoS due to inv-to-send sets growing too large", 9 October 2024
/// (https://bitcoincore.org/en/2024/10/08/disclose-large-inv-to-send/). How many a node has is not in it: twenty, about a sixth
/// of a node's inbound slots, are ours. Weaker means: fewer peers.
struct SpyPeers: Scenario {
    static let name = "spy-peers"

    static let peers = 20.0
    private static let secondsBetweenInventories = 5.0

    private let count: Int
    private var spies: [Peer] = []
    private var steps: Pace

    init(intensity: Double) {
        count = max(1, Int((Self.peers * intensity).rounded()))
        steps = Pace(perSecond: Double(count) / Self.secondsBetweenInventories)
    }

    var due: Int64? { steps.due }

    mutating func act(_ node: inout NodeState, _ stage: inout Stage) {
        steps.advance()
        if spies.count < count {
            spies.append(stage.welcome(from: NodeAddress(spread: .ipv4, random: &stage.random), &node))
            return
        }
        let peer = spies.removeFirst()
        spies.append(peer)
        stage.send(node.pool.any("inv", &stage.random), to: peer)
        // Every two minutes, about.
        if stage.random.below(24) == 0 {
            let nonce = stage.random.next()
            stage.send(.ping(nonce), to: peer)
            stage.receive(.pong(nonce), from: peer)
        }
    }
}
