/// Nine in ten inbound slots are taken by peers from 32 networks of /24, two connections a second, each of which has another peer evicted
/// where the node is full. They stay.
///
/// E. Heilman, A. Kendler, A. Zohar, S. Goldberg, "Eclipse Attacks on Bitcoin's Peer-to-Peer Network", USENIX Security 2015
/// (https://www.usenix.org/conference/usenixsecurity15/technical-sessions/presentation/heilman), for the 32 networks and that all inbound
/// slots are taken. They lie in the range for benchmarks (198.18.0.0/15), which is two networks as Bitcoin Core counts. The pace is
/// ours. Weaker means: fewer slots.
struct LowDiversity: Scenario {
    static let name = "low-diversity"

    static let networks = 32
    static let share = 0.9

    private let count: Int
    private var arrived = 0
    private var arrivals = Pace(perSecond: 2)

    init(intensity: Double) { count = max(1, Int((Double(PeerSet.mostInbound) * Self.share * intensity).rounded())) }

    var due: Int64? { arrived < count ? arrivals.due : nil }

    mutating func act(_ node: inout NodeState, _ stage: inout Stage) {
        arrivals.advance()
        if node.peers.count(inbound: true) >= PeerSet.mostInbound { stage.evictOrdinary(&node) }
        let network = arrived % Self.networks
        arrived += 1
        _ = stage.welcome(
            from: NodeAddress(
                .ipv4,
                bytes: [198, 18 + UInt8(network % 2), UInt8(network / 2), UInt8(stage.random.within(1...254))],
                port: UInt16(stage.random.within(32768...60999))), &node)
    }
}
