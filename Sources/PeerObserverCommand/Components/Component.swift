/// A program of this package that `peer-observer` starts.
struct Component: Sendable, Equatable {
    enum Role: Sendable {
        /// Makes events: is stopped first.
        case extractor
        /// Reads events: is stopped when the extractors have ended.
        case tool
        /// Does one thing and ends, or stands in for something else: `up` does not run it.
        case program
    }

    /// The executable's name, which is the subcommand's and the configuration section's as well.
    let name: String
    let role: Role
    /// As the program's own help has it.
    let abstract: String

    /// One row a program, in the order in which `up` starts them: tools listen before extractors speak.
    static let all: [Component] = [
        Component("logger", .tool, "Prints events, one line each."),
        Component("metrics", .tool, "Counts events, for Prometheus to scrape."),
        Component("websocket", .tool, "Sends events to websockets as JSON, and serves pages that show them."),
        Component("alerts", .tool, "Finds anomalies and attacks in a node's events, and tells of them."),
        Component("archiver", .tool, "Writes events to archives on disk."),
        Component(
            "connectivity-check", .tool,
            "Connects to the addresses that a node's peers announce, and records which of them answer."),
        Component(
            "ebpf-extractor", .extractor,
            "Publishes what a Bitcoin node's tracepoints tell: P2P messages, connections, mempool, validation."),
        Component("rpc-extractor", .extractor, "Asks a Bitcoin node's RPCs and publishes the answers as events."),
        Component(
            "p2p-extractor", .extractor,
            "Lets Bitcoin nodes connect to it, and publishes what they tell a peer and how long they take."),
        Component("log-extractor", .extractor, "Reads a Bitcoin node's debug.log and publishes its lines as events."),
        Component("replayer", .program, "Prints the events of archives, or publishes them again."),
        Component("archive", .program, "Looks into archives, checks them, and makes new ones of them."),
        Component(
            "demo-node", .program,
            "Stands in for bitcoind: hits the same tracepoints with recorded and generated traffic."),
    ]

    init(_ name: String, _ role: Role, _ abstract: String) {
        self.name = name
        self.role = role
        self.abstract = abstract
    }

    static func named(_ name: String) -> Component? { all.first { $0.name == name } }

    /// Those that `up` can run.
    static let daemons = all.filter { $0.role != .program }
}
