/// Five inbound peers send a message a second each that is cut off or says more of its length than is there.
///
/// No figure is published. Bitcoin Core logs and ignores what it cannot read (`ProcessMessages` in `net_processing.cpp`). Weaker
/// means: seldom.
struct MalformedMessages: Scenario {
    static let name = "malformed-messages"

    private var flooders: Flooders

    init(intensity: Double) { flooders = Flooders(count: 5, perSecond: intensity) }

    var due: Int64? { flooders.due }

    mutating func act(_ node: inout NodeState, _ stage: inout Stage) {
        let peer = flooders.next(&node, &stage)
        let message = Self.message(node, &stage.random)
        stage.receive(message, from: peer)
        stage.say(
            """
            [msghand] [net] ProcessMessages(\(message.type), \(message.payload.count) bytes): Exception 'DataStream::read(): \
            end of data: iostream error' (NSt8ios_base7failureB5cxx11E) caught
            """)
    }

    private static func message(_ node: NodeState, _ random: inout Random) -> Message {
        switch random.below(4) {
        // So many entries, and not one of them.
        case 0: return Message("inv", [UInt8(random.within(1...252))])
        case 1: return Message("addrv2", [UInt8(random.within(1...252)), 0])
        case 2: return Message("headers", [UInt8(random.within(1...252))] + random.bytes(40))
        default:
            let whole = node.pool.any("tx", &random)
            return Message(whole.type, Array(whole.payload.prefix(whole.payload.count / 2 + 1)))
        }
    }
}
