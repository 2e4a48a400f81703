public import ArgumentParser
public import PeerObserver

/// Which kinds of events a tool takes; none given means all.
public struct KindOptions: ParsableArguments, Sendable {
    @Flag(help: "P2P messages, malformed ones too.")
    public var messages = false

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

    @Flag(help: "Alerts.")
    var alerts = false

    public init() {}

    private var kinds: [(word: String, isWanted: Bool, subjects: [Subject])] {
        [
            ("messages", messages, [.netmsg, .netmsgMalformed]), ("connections", connections, [.netconn]),
            ("mempool", mempool, [.mempool]), ("validation", validation, [.validation]),
            (
                "rpc", rpc,
                [
                    .rpc, .rpcChainTips, .rpcIndexInfo, .rpcZMQNotifications, .rpcBannedList, .rpcDeploymentInfo,
                    .rpcMiningInfo,
                ]
            ),
            ("p2p-extractor", p2pExtractor, [.p2pExtractor, .p2pBlock, .p2pHandshake, .p2pDisconnect]),
            ("log-extractor", logExtractor, [.logExtractor]), ("ipc-extractor", ipcExtractor, [.ipc]),
            ("addrman", addrman, [.addrmanNew, .addrmanTried]),
            ("utxocache", utxocache, [.utxocacheFlush, .utxocacheUncache]), ("process", process, [.processSample]),
            ("connectivity", connectivity, [.connectivityResult]),
            ("alerts", alerts, Subject.allCases.filter { $0.alertKind != nil }),
        ]
    }

    /// The flags that were given, without dashes.
    public var words: [String] { kinds.filter(\.isWanted).map(\.word) }

    /// What to subscribe to; all where nothing was given.
    public var subjects: [Subject] {
        let subjects = kinds.filter(\.isWanted).flatMap(\.subjects)
        return subjects.isEmpty ? Subject.allCases : subjects
    }

    /// What to subscribe to.
    public var patterns: [String] { Subject.patterns(subjects) }
}

extension Subject {
    /// What to subscribe to for these subjects, each once.
    public static func patterns(_ subjects: [Subject]) -> [String] {
        subjects.map(\.pattern).reduce(into: []) { if !$0.contains($1) { $0.append($1) } }
    }
}
