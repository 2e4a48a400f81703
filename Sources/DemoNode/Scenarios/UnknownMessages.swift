/// Five inbound peers send a message a second each, of types that no node knows.
///
/// No figure is published. Bitcoin Core ignores what it does not know (`Unknown command` in `net_processing.cpp`). Weaker means: seldom.
struct UnknownMessages: Scenario {
    static let name = "unknown-messages"

    static let types = ["gettemplate", "template", "xversion", "sendhello", "nodeinfo"]

    private var flooders: Flooders

    init(intensity: Double) { flooders = Flooders(count: 5, perSecond: intensity) }

    var due: Int64? { flooders.due }

    mutating func act(_ node: inout NodeState, _ stage: inout Stage) {
        let peer = flooders.next(&node, &stage)
        let payload = stage.random.bytes(stage.random.within(20...200))
        stage.receive(Message(stage.random.element(of: Self.types), payload), from: peer)
    }
}
