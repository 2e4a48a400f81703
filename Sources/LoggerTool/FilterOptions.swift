import ArgumentParser
import PeerObserver

/// Which kinds of events to print; none given means all.
struct KindOptions: ParsableArguments {
    @Flag(help: "P2P messages, malformed ones too.")
    var messages = false

    @Flag(help: "Connections.")
    var connections = false

    @Flag(help: "The mempool.")
    var mempool = false

    @Flag(help: "The validation of blocks.")
    var validation = false

    @Flag(help: "Answers of the node's RPCs.")
    var rpc = false

    @Flag(name: .customLong("p2p-extractor"), help: "What the node told our P2P client.")
    var p2pExtractor = false

    @Flag(name: .customLong("log-extractor"), help: "Lines of debug.log.")
    var logExtractor = false

    @Flag(name: .customLong("ipc-extractor"), help: "What the node's IPC interface told.")
    var ipcExtractor = false

    @Flag(help: "The address manager, of a patched node.")
    var addrman = false

    @Flag(help: "The coins cache.")
    var utxocache = false

    @Flag(help: "The node's process: CPU time by thread, memory, open files.")
    var process = false

    @Flag(help: "Whether announced addresses could be connected to.")
    var connectivity = false

    private var wanted: [(isWanted: Bool, subjects: [Subject])] {
        [
            (messages, [.netmsg, .netmsgMalformed]), (connections, [.netconn]), (mempool, [.mempool]),
            (validation, [.validation]),
            (
                rpc,
                [
                    .rpc, .rpcChainTips, .rpcIndexInfo, .rpcZMQNotifications, .rpcBannedList, .rpcDeploymentInfo,
                    .rpcMiningInfo,
                ]
            ),
            (p2pExtractor, [.p2pExtractor, .p2pBlock, .p2pHandshake, .p2pDisconnect]),
            (logExtractor, [.logExtractor]),
            (ipcExtractor, [.ipc]), (addrman, [.addrmanNew, .addrmanTried]),
            (utxocache, [.utxocacheFlush, .utxocacheUncache]),
            (process, [.processSample]), (connectivity, [.connectivityResult]),
        ]
    }

    /// The subjects to subscribe to.
    var subjects: [Subject] {
        let subjects = wanted.filter(\.isWanted).flatMap(\.subjects)
        return subjects.isEmpty ? Subject.allCases : subjects
    }

    /// What to subscribe to.
    var patterns: [String] {
        subjects.map(\.pattern).reduce(into: []) { if !$0.contains($1) { $0.append($1) } }
    }
}

/// Which P2P messages to print. A filter leaves out every event that has no such property.
struct MessageOptions: ParsableArguments {
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

    var filter: EventFilter {
        EventFilter(peers: Set(peer), commands: Set(command), inbound: direction.map { $0 == .in })
    }
}
