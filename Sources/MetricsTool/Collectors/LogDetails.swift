import PeerObserver

/// What lines of debug.log tell, where their wording is known.
struct LogDetails: Sendable {
    private let lines, staleTips, droppedBytes: CounterSlot
    private let rejectedTransactions, rejectedBlocks, disconnections, punishments, failedAttempts: TextCounter
    private let tipHeight, tipProgress: GaugeSlot

    /// The kinds by their numbers, of which the first is `firstKind`; those of later versions share the last one.
    static let kinds = [
        "continuation", "node_started", "node_state", "init_message", "thread_change", "network_active",
        "log_rate_limit", "update_tip", "best_chain", "header_sync", "new_header", "invalid_chain", "block_rejected",
        "validation_signal", "block_timing", "block_template", "block_template_timing", "timed_step",
        "chainstate_flush", "coins_commit", "coins_batch", "compact_block_init", "block_reconstructed",
        "required_transaction", "block_transactions_sent", "compact_block_problem", "connection_attempt",
        "connection_failed", "inbound_connection", "peer_added", "version_received", "version_sent",
        "peer_connected", "peer_disconnected", "socket_closed", "peer_forgotten", "misbehaving", "punishment",
        "peer_message", "addresses_received", "message_error", "stale_tip", "inventory_requested", "block_received",
        "transaction_accepted", "transaction_rejected", "transaction_replaced", "mempool_replacement",
        "mempool_trimmed", "mempool_expired", "mempool_dumped", "orphan", "orphans_erased", "addrman_added",
        "addrman_entry", "addrman_collision", "addrman_replaced", "addrman_selected", "tor_control", "i2p_session",
        "proxy_connection",
        "other",
    ]
    static let firstKind = 1019

    init(_ layout: inout MetricLayout) {
        layout.group("log-extractor: details of lines")
        lines = layout.counter(
            "log_details_total", "Lines of debug.log whose wording is known, by kind.",
            by: MetricLabel("kind", Self.kinds))
        tipHeight = layout.gauge("log_tip_height", "Height of the best block, as debug.log told it last.")
        tipProgress = layout.gauge("log_tip_progress_ratio", "Verification progress of the best block, from 0 to 1.")
        staleTips = layout.counter("log_stale_tips_total", "Times that the node found its tip to be stale.")
        droppedBytes = layout.counter(
            "log_dropped_bytes_total", "Bytes of lines that the node did not write, because of its own limit.")
        rejectedTransactions = layout.counter(
            "log_rejected_transactions_total", "Transactions of peers that were rejected, by reason.", text: "reason")
        rejectedBlocks = layout.counter(
            "log_rejected_blocks_total", "Blocks that did not pass, by stage and reason.", text: "stage", "reason")
        disconnections = layout.counter(
            "log_disconnections_total", "Peers that the node disconnected or found gone, by the node's words.",
            text: "reason")
        punishments = layout.counter(
            "log_punishments_total", "Peers that broke the rules, by what became of them.", text: "outcome")
        failedAttempts = layout.counter(
            "log_failed_connections_total", "Attempts to connect that failed, by the error.", text: "error")
    }

    /// - Parameter body: where the `LogEvent` lies in `input`.
    func collect(_ event: LogEvent, _ input: RawSpan, _ body: Range<Int>, _ node: inout NodeState) throws(WireError) {
        guard let detail = event.detail else { return }
        node.store.add(to: lines, try Self.kind(input, body))
        switch detail {
        case .updateTip(let line):
            node.store.set(tipHeight, to: line.height)
            node.store.set(tipProgress, to: line.progress)
        case .staleTip: node.store.add(to: staleTips)
        case .logRateLimit(let line):
            // When the limit is reached, the number is the limit; afterwards, it is what was dropped.
            if !line.suppressed { node.store.add(line.byteCount, to: droppedBytes) }
        case .transactionRejected(let line): node.store.add(to: rejectedTransactions, Self.reason(line.reason))
        case .blockRejected(let line): node.store.add(to: rejectedBlocks, line.stage, Self.reason(line.reason))
        case .peerDisconnected(let line): node.store.add(to: disconnections, line.reason)
        case .punishment(let line): node.store.add(to: punishments, line.outcome)
        case .connectionFailed(let line): node.store.add(to: failedAttempts, line.error)
        default: break
        }
    }

    /// The number of the arm is the number of the kind.
    private static func kind(_ input: RawSpan, _ body: Range<Int>) throws(WireError) -> Int {
        var reader = WireReader(input, in: body)
        var kind = kinds.count - 1
        while let tag = try reader.nextTag() {
            let place = Int(tag >> 3) - firstKind
            if kinds.indices.contains(place) { kind = place }
            try reader.skip(tag)
        }
        return kind
    }

    /// Behind the comma stand details that a peer can choose.
    private static func reason(_ text: String) -> String { String(text.prefix { $0 != "," }) }
}
