/// The flood of July 2021: a peer connects, sends 500 `addr` messages of ten random addresses each, goes, and the next one comes.
/// Three are there at a time. The addresses are drawn evenly from all of IPv4, reserved ranges with them.
///
/// A. van Wirdum and S. Provoost, "The Fake Peers Attack!", Bitcoin, Explained 49, 2021
/// (https://bitcoinexplainedpodcast.com/@nado/episodes/the-fake-peers-attack-episode-49, and in writing
/// https://bitsguild.com/discussing-the-fake-peer-attack-on-bitcoin/crypto-market/), for the number of messages and addresses;
/// M. Grundmann, M. Baumstark, "Estimating the Peer Degree of Reachable Peers in the Bitcoin P2P Network", 2 August 2021
/// (https://arxiv.org/abs/2108.00815), for the flood. How fast the messages came is in neither: ten a second of each peer are ours, and so are
/// the timestamps, up to nine minutes ahead (`RelayAddress` of Bitcoin Core passes on what is at most ten minutes old). Weaker means: more
/// slowly.
struct AddrFlood: Scenario {
    static let name = "addr-flood"

    static let messagesOfAPeer = 500
    static let addressesOfAMessage = 10
    private static let atATime = 3

    private var pace: Pace
    private var flooders: [(peer: Peer, sent: Int)] = []
    private var turn = 0

    init(intensity: Double) { pace = Pace(perSecond: 10 * Double(Self.atATime) * intensity) }

    var due: Int64? { pace.due }

    mutating func act(_ node: inout NodeState, _ stage: inout Stage) {
        pace.advance()
        while flooders.count < Self.atATime {
            flooders.append((stage.welcome(from: NodeAddress(spread: .ipv4, random: &stage.random), &node), 0))
        }
        turn = (turn + 1) % Self.atATime
        let peer = flooders[turn].peer
        stage.receive(
            Self.message(Self.addressesOfAMessage, nowSeconds: stage.nowSeconds, random: &stage.random), from: peer)
        peer.told.addresses += Self.addressesOfAMessage
        flooders[turn].sent += 1
        if flooders[turn].sent == Self.messagesOfAPeer {
            stage.disconnect(peer, &node)
            flooders[turn] = (stage.welcome(from: NodeAddress(spread: .ipv4, random: &stage.random), &node), 0)
        }
    }

    /// Of addresses that nobody has looked at.
    static func message(_ count: Int, nowSeconds: Int64, random: inout Random) -> Message {
        let seen = nowSeconds + Int64(random.within(60...540))
        return .addr(
            (0..<count).map { _ in NodeAddress(.ipv4, bytes: random.bytes(4), port: 8333) }, seenSeconds: seen)
    }
}
