public import ArgumentParser

/// Which P2P messages to print. A filter leaves out every event that has no such property.
public struct MessageOptions: ParsableArguments, Sendable {
    @Option(help: "Only messages and connections of this peer, by the node's id; may be given several times.")
    var peer: [UInt64] = []

    @Option(help: "Only messages of this type, e.g. inv; may be given several times.")
    var command: [String] = []

    @Option(help: "Only messages that the node received (in) or sent (out).")
    var direction: Direction?

    enum Direction: String, ExpressibleByArgument, CaseIterable, Sendable {
        case `in`
        case out
    }

    public init() {}

    public var filter: EventFilter {
        EventFilter(peers: Set(peer), commands: Set(command), inbound: direction.map { $0 == .in })
    }
}
