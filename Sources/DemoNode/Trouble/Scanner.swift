/// Somebody who looks which nodes there are: connects from few addresses of one network, exchanges versions, and goes.
struct Scanner: Scenario {
    static let name = "scanner"

    /// At an intensity of 1.
    static let connectionsPerDay = 1_200_000.0
    private static let addresses = 16

    private var arrivals: Pace
    private var leaving = Agenda<Peer>()

    init(intensity: Double) { arrivals = Pace(perSecond: Self.connectionsPerDay / 86_400 * intensity) }

    var due: Int64? { min(arrivals.due, leaving.due ?? .max) }

    mutating func act(_ node: inout NodeState, _ stage: inout Stage) {
        if let due = leaving.due, due <= arrivals.due {
            guard let peer = leaving.next(), node.peers.isConnected(peer) else { return }
            stage.disconnect(peer, &node)
            return
        }
        arrivals.advance()
        guard !node.isDown else { return }
        let address = NodeAddress(
            .ipv4, bytes: [203, 0, 113, UInt8(1 + stage.random.below(Self.addresses))],
            port: UInt16(stage.random.within(32768...60999)))
        let peer = stage.connect(from: address, &node)
        stage.introduce(peer, userAgent: "/scanner:1.0/", relay: false, node)
        leaving.add(peer, at: stage.elapsed + .seconds(0.3))
    }
}
