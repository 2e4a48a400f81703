/// The node's clock is 70 minutes behind: every peer's seems to be ahead, outbound ones that are new say so in their `version`, and the
/// node warns.
///
/// 70 minutes is how far Bitcoin Core until v26 let peers move its time (`DEFAULT_MAX_TIME_ADJUSTMENT`); since v27 it warns from ten on
/// (`TimeOffsets::WARN_THRESHOLD`), at a tenth it does not. Peers that are far off have been seen: A. Poinsot, 2025
/// (https://antoinep.com/posts/misbehaving_nodes). Weaker means: less far.
struct ClockOffset: Scenario {
    static let name = "clock-offset"

    static let seconds = 4200.0
    private static let warning: Int64 = 600

    private let offset: Int64
    private var connections = Pace(everySeconds: 5)
    private var last: Peer?
    private var hasWarned = false

    init(intensity: Double) { offset = Int64(Self.seconds * intensity) }

    var due: Int64? { connections.due }

    mutating func act(_ node: inout NodeState, _ stage: inout Stage) {
        connections.advance()
        if let last { stage.disconnect(last, &node) }
        let peer = stage.connect(
            from: NodeAddress(spread: .ipv4, port: 8333, random: &stage.random), as: .feeler, &node)
        stage.introduce(peer, userAgent: "/Satoshi:29.0.0/", clockOffsetSeconds: offset, node)
        last = peer
        if offset > Self.warning, !hasWarned {
            hasWarned = true
            stage.say(
                """
                [msghand] [warning] Your computer's date and time appear to be more than 10 minutes out of sync with the network, \
                this may lead to consensus failure.
                """)
        }
    }

    func change(_ facts: inout NodeFacts, elapsed: Int64) {
        for index in facts.peers.indices {
            facts.peers[index].timeOffsetSeconds = offset + facts.peers[index].id % 5 - 2
        }
    }
}
