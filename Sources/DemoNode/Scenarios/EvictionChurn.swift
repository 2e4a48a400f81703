/// 40 inbound connections a minute to a node whose slots are taken: each has another one evicted, and stays until it is evicted itself.
///
/// b10c, "Inbound Connection Flooder Down (LinkingLion)", 16 November 2022
/// (https://b10c.me/observations/05-inbound-connection-flooder-down/): 40 a minute where three are usual, most of which caused an
/// eviction. Here they come from many networks, so that it is the evictions that tell. Weaker means: fewer connections.
struct EvictionChurn: Scenario {
    static let name = "eviction-churn"

    static let connectionsPerMinute = 40.0

    private var arrivals: Pace

    init(intensity: Double) { arrivals = Pace(perSecond: Self.connectionsPerMinute / 60 * intensity) }

    var due: Int64? { arrivals.due }

    mutating func act(_ node: inout NodeState, _ stage: inout Stage) {
        arrivals.advance()
        stage.evict(&node)
        _ = stage.welcome(from: NodeAddress(spread: .ipv4, random: &stage.random), &node)
    }
}
