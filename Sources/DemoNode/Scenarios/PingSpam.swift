/// One inbound peer sends a ping a second, and the node answers each.
///
/// No figure is published. Bitcoin Core pings each peer every two minutes (`PING_INTERVAL` in `net_processing.cpp`); this is 120
/// times as often, and a tenth of it still 12 times. Weaker means: seldom.
struct PingSpam: Scenario {
    static let name = "ping-spam"

    private var flooders: Flooders

    init(intensity: Double) { flooders = Flooders(count: 1, perSecond: intensity) }

    var due: Int64? { flooders.due }

    mutating func act(_ node: inout NodeState, _ stage: inout Stage) {
        let peer = flooders.next(&node, &stage)
        let nonce = stage.random.next()
        stage.receive(.ping(nonce), from: peer)
        stage.send(.pong(nonce), to: peer)
    }
}
