import PeerObserver

/// Lines of debug.log.
struct LogLines: Sendable {
    private let events, bytes, blockConnected, blockChecked, mutated: CounterSlot

    private static let categories = [
        "unknown", "addrman", "bench", "blockstorage", "cmpctblock", "coindb", "estimatefee", "http", "i2p", "ipc",
        "leveldb",
        "libevent", "mempool", "mempoolrej", "net", "proxy", "prune", "qt", "rand", "reindex", "rpc", "scan",
        "selectcoins",
        "tor", "txpackages", "txreconciliation", "validation", "walletdb", "zmq",
    ]
    private static let levels = ["info", "warning", "error", "debug", "trace"]
    /// States of `BlockChecked` that tell a block whose transactions were exchanged for others.
    private static let mutatedStates = [
        "bad-txnmrklroot", "bad-txns-duplicate", "bad-witness-nonce-size", "bad-witness-merkle-match",
        "unexpected-witness",
    ]

    init(_ layout: inout MetricLayout) {
        layout.group("log-extractor")
        let labels = [MetricLabel("category", Self.categories), MetricLabel("level", Self.levels)]
        events = layout.counter("log_events", "Lines of debug.log, by category and level.", by: labels[0], labels[1])
        bytes = layout.counter(
            "log_bytes", "Bytes of lines of debug.log, by category and level.", by: labels[0], labels[1])
        blockConnected = layout.counter("log_block_connected_events", "Lines that tell of a block connected.")
        blockChecked = layout.counter("log_block_checked_events", "Lines that tell of a block checked.")
        mutated = layout.counter(
            "log_mutated_blocks", "Blocks found to be mutated, by the node's word.",
            by: MetricLabel("status", Self.mutatedStates))
    }

    func collect(_ event: LogEvent, _ node: inout NodeState) {
        let category = Int(event.category.rawValue)
        let level = Int(event.logLevel.rawValue)
        let place = (
            Self.categories.indices.contains(category) ? category : 0, Self.levels.indices.contains(level) ? level : 0
        )
        node.store.add(to: events, place.0, place.1)
        node.store.add(event.logLineBytes, to: bytes, place.0, place.1)
        switch event.event {
        case .blockConnectedLog: node.store.add(to: blockConnected)
        case .blockCheckedLog(let event):
            node.store.add(to: blockChecked)
            if let state = Self.mutatedStates.firstIndex(of: event.state) { node.store.add(to: mutated, state) }
        case .unknownLogMessage, nil: break
        }
    }
}
