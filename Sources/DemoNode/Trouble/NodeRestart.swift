import PeerObserver

/// The node is stopped and started again: every connection ends, half a minute nothing is heard, then outbound connections are made
/// within 20 seconds and inbound ones come one by one.
struct NodeRestart: Scenario {
    static let name = "restart"

    private static let downSeconds = 30.0
    private static let outbound: [ConnectionType] =
        Array(repeating: .outboundFullRelay, count: 8) + [.blockRelayOnly, .blockRelayOnly, .manual]

    private enum Step {
        case stop, start
        case connect(ConnectionType)
    }

    private var agenda = Agenda<Step>()
    private var isDown = false

    init(intensity: Double) {
        agenda.add(.stop, at: 0)
        agenda.add(.start, at: .seconds(Self.downSeconds))
        for (index, type) in Self.outbound.enumerated() {
            agenda.add(.connect(type), at: .seconds(Self.downSeconds + 2 * Double(index)))
        }
        for index in 0..<32 { agenda.add(.connect(.inbound), at: .seconds(Self.downSeconds + 20 + 10 * Double(index))) }
    }

    var due: Int64? { agenda.due }
    var holdsBlocks: Bool { isDown }
    var holdsMessages: Bool { isDown }

    mutating func act(_ node: inout NodeState, _ stage: inout Stage) {
        switch agenda.next() {
        case .stop:
            isDown = true
            node.isDown = true
            for line in DebugLogLines.end { stage.say(line) }
            for peer in node.peers.guests + node.peers.all { stage.disconnect(peer, &node) }
            stage.hit(
                .flush(
                    CacheFlush(
                        durationMicroseconds: 2_500_000, mode: 3, coins: 1_500_000, memoryBytes: 300_000_000,
                        forPrune: false)))
        case .start:
            node.peers.startAgain()
            node.startedSeconds = stage.nowSeconds
            node.isDown = false
            for line in DebugLogLines.begin { stage.say(line) }
        case .connect(let type):
            // Messages go on when there is somebody to send them to.
            isDown = false
            let peer = node.peers.open(type, nowSeconds: stage.nowSeconds, random: &stage.random)
            stage.hit(.opened(peer, existing: node.peers.count(inbound: type.isInbound)))
            stage.introduce(peer, userAgent: "/Satoshi:29.0.0/", node)
            stage.acknowledge(peer)
        case nil: break
        }
    }
}
