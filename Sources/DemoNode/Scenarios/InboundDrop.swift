/// 82 % of the inbound peers go within 30 seconds, and no others come in their place at once.
///
/// b10c, "Notes on 'DoS due to inv-to-send sets growing too large' from May 2023", 24 June 2025
/// (https://b10c.me/observations/15-inv-to-send-queue): from about 190 inbound connections to 35. There it took two days; half a
/// minute is ours, for what takes days is no drop that one could see in a minute. Weaker means: a smaller share.
struct InboundDrop: Scenario {
    static let name = "inbound-drop"

    static let share = 1 - 35.0 / 190
    private static let seconds = 30.0

    private let share: Double
    private var leaving = Agenda<Peer>()
    private var hasBegun = false

    init(intensity: Double) { share = min(Self.share * intensity, 1) }

    var due: Int64? { hasBegun ? leaving.due : 0 }

    mutating func act(_ node: inout NodeState, _ stage: inout Stage) {
        guard hasBegun else {
            hasBegun = true
            var inbound = node.peers.all.filter { $0.connectionType.isInbound }
            let count = min(Int((share * Double(inbound.count)).rounded()), inbound.count - 1)
            for index in 0..<max(count, 0) {
                let peer = inbound.remove(at: stage.random.below(inbound.count))
                leaving.add(peer, at: .seconds(Self.seconds * Double(index) / Double(count)))
            }
            return
        }
        guard let peer = leaving.next(), node.peers.isConnected(peer) else { return }
        stage.disconnect(peer, &node)
    }
}
