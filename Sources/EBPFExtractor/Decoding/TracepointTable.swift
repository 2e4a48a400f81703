import CTraceEvents
import PeerObserver

/// How the records of each tracepoint become events: one row a kind.
enum TracepointTable {
    typealias Decoder = @Sendable (TraceRecord) -> EBPFEvent.Kind

    private static let rows: [trace_kind: Decoder] = [
        TRACE_NET_INBOUND_MESSAGE: { .message(netMessage($0, inbound: true)) },
        TRACE_NET_OUTBOUND_MESSAGE: { .message(netMessage($0, inbound: false)) },
        TRACE_NET_INBOUND_CONNECTION: { .connection(netInboundConnection($0)) },
        TRACE_NET_OUTBOUND_CONNECTION: { .connection(netOutboundConnection($0)) },
        TRACE_NET_CLOSED_CONNECTION: { .connection(netClosedConnection($0)) },
        TRACE_NET_EVICTED_INBOUND_CONNECTION: { .connection(netEvictedInboundConnection($0)) },
        TRACE_NET_MISBEHAVING_CONNECTION: { .connection(netMisbehavingConnection($0)) },
        TRACE_MEMPOOL_ADDED: { .mempool(mempoolAdded($0)) },
        TRACE_MEMPOOL_REMOVED: { .mempool(mempoolRemoved($0)) },
        TRACE_MEMPOOL_REPLACED: { .mempool(mempoolReplaced($0)) },
        TRACE_MEMPOOL_REJECTED: { .mempool(mempoolRejected($0)) },
        TRACE_VALIDATION_BLOCK_CONNECTED: { .validation(validationBlockConnected($0)) },
        TRACE_ADDRMAN_ATTEMPT_ADD: { .addrman(addrmanAttemptAdd($0)) },
        TRACE_ADDRMAN_MOVE_TO_GOOD: { .addrman(addrmanMoveToGood($0)) },
        TRACE_UTXOCACHE_FLUSH: { .utxocache(utxocacheFlush($0)) },
        TRACE_UTXOCACHE_UNCACHE: { .utxocache(utxocacheUncache($0)) },
    ]

    /// The decoders by kind number, so that a record finds its own without hashing.
    private static let decoders: [Decoder?] = (0..<TRACE_KIND_COUNT.rawValue).map { rows[trace_kind($0)] }

    /// nil for a record of an unknown kind, or one that is shorter than its kind.
    static func decode(_ record: TraceRecord) -> EBPFEvent.Kind? {
        let kind = Int(record.header.kind)
        guard kind < decoders.count, let decoder = decoders[kind], record.isWhole else { return nil }
        return decoder(record)
    }
}

extension trace_kind: @retroactive Hashable {}
