/// Peers that connect when a scenario begins, and then send in turn.
struct Flooders {
    private let count: Int
    private var pace: Pace
    private var peers: [Peer] = []
    private var turn = 0

    /// - Parameter perSecond: how often each of them sends.
    init(count: Int, perSecond: Double) {
        self.count = count
        pace = Pace(perSecond: perSecond * Double(count))
    }

    var due: Int64 { pace.due }

    /// Whose turn it is.
    mutating func next(_ node: inout NodeState, _ stage: inout Stage) -> Peer {
        pace.advance()
        while peers.count < count {
            peers.append(stage.welcome(from: NodeAddress(spread: .ipv4, random: &stage.random), &node))
        }
        turn += 1
        return peers[turn % count]
    }
}
