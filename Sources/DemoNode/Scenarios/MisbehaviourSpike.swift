/// A peer a second connects, breaks a rule, and is discouraged and disconnected.
///
/// No figure is published. Bitcoin Core disconnects at the first breach (since v28, pull request 29575), so that each takes a connection.
/// Weaker means: fewer peers.
struct MisbehaviourSpike: Scenario {
    static let name = "misbehaviour-spike"

    private var arrivals: Pace

    init(intensity: Double) { arrivals = Pace(perSecond: intensity) }

    var due: Int64? { arrivals.due }

    mutating func act(_ node: inout NodeState, _ stage: inout Stage) {
        arrivals.advance()
        let peer = stage.welcome(from: NodeAddress(spread: .ipv4, random: &stage.random), &node)
        let count = stage.random.within(1001...1100)
        stage.receive(AddrFlood.message(count, nowSeconds: stage.nowSeconds, random: &stage.random), from: peer)
        stage.punish(peer, reason: "addr message size = \(count)", &node)
    }
}
