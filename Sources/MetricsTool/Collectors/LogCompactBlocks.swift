import PeerObserver

/// Compact blocks, from their first sight to the whole block, as debug.log tells it.
struct LogCompactBlocks: Sendable {
    private let latest: GaugeSlot
    private let seconds: HistogramSlot
    private let count, requestedBytes, requested, extraPool, transactions, withoutRequest: CounterSlot

    init(_ layout: inout MetricLayout) {
        layout.group("log-extractor: compact blocks")
        let prefix = "log_compact_block_reconstruction_"
        latest = layout.gauge(
            prefix + "time", "Microseconds from the first sight of the last compact block to its reconstruction.")
        seconds = layout.histogram(
            prefix + "seconds", "Seconds from the first sight of a compact block to its reconstruction.",
            bounds: Bounds.blockSeconds)
        count = layout.counter(prefix + "count", "Compact blocks reconstructed.")
        requestedBytes = layout.counter(
            prefix + "requested_bytes", "Bytes of transactions requested for compact blocks.")
        requested = layout.counter(prefix + "txs_requested", "Transactions requested for compact blocks.")
        extraPool = layout.counter(
            prefix + "txs_extra_pool", "Transactions of compact blocks found in the extra pool.")
        transactions = layout.counter(
            "log_compact_block_transactions_total", "Transactions of compact blocks, by where they came from.",
            by: MetricLabel("source", ["prefilled", "mempool", "extra_pool", "requested"]))
        withoutRequest = layout.counter(
            "log_compact_blocks_without_request_total", "Compact blocks reconstructed without asking for a transaction."
        )
    }

    func collect(_ event: LogEvent, _ node: inout NodeState) {
        switch event.detail {
        case .newHeader(let line): node.blocksSeen.note(line.blockHash, time: event.logTimestamp)
        case .compactBlockInit(let line): node.blocksSeen.note(line.blockHash, time: event.logTimestamp)
        case .blockReconstructed(let line):
            node.store.add(to: count)
            node.store.add(line.requestedBytes ?? 0, to: requestedBytes)
            node.store.add(line.requestedCount, to: requested)
            node.store.add(line.extraCount, to: extraPool)
            if line.requestedCount == 0 { node.store.add(to: withoutRequest) }
            let fromMempool =
                line.mempoolIncludesExtra
                ? line.mempoolCount - min(line.extraCount, line.mempoolCount) : line.mempoolCount
            let sources = [line.prefilledCount, fromMempool, line.extraCount, line.requestedCount]
            for (source, number) in sources.enumerated() { node.store.add(number, to: transactions, source) }
            guard let first = node.blocksSeen.take(line.blockHash), event.logTimestamp >= first else { return }
            node.store.set(latest, to: event.logTimestamp - first)
            node.store.observe(Double(event.logTimestamp - first) / 1e6, in: seconds)
        default: break
        }
    }
}

/// When blocks were first told of; the last few.
struct BlocksSeen: Sendable {
    private var blocks: [(hash: String, time: UInt64)] = []

    static let limit = 32

    mutating func note(_ hash: String, time: UInt64) {
        guard time > 0, !blocks.contains(where: { $0.hash == hash }) else { return }
        if blocks.count == Self.limit { blocks.removeFirst() }
        blocks.append((hash, time))
    }

    /// The time, which is forgotten with this.
    mutating func take(_ hash: String) -> UInt64? {
        guard let index = blocks.firstIndex(where: { $0.hash == hash }) else { return nil }
        return blocks.remove(at: index).time
    }
}
