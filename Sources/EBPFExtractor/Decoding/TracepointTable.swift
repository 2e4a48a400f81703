import CTraceEvents
import PeerObserver

/// How the records of each tracepoint become events: one row a kind.
enum TracepointTable {
    typealias Decoder = @Sendable (TraceRecord) -> EBPFEvent.Kind

    private static let rows: [UInt32: Decoder] = [
        TRACE_NET_INBOUND_MESSAGE.rawValue: { .message(netMessage($0, inbound: true)) },
        TRACE_NET_OUTBOUND_MESSAGE.rawValue: { .message(netMessage($0, inbound: false)) },
        TRACE_NET_INBOUND_CONNECTION.rawValue: { .connection(netInboundConnection($0)) },
        TRACE_NET_OUTBOUND_CONNECTION.rawValue: { .connection(netOutboundConnection($0)) },
        TRACE_NET_CLOSED_CONNECTION.rawValue: { .connection(netClosedConnection($0)) },
        TRACE_NET_EVICTED_INBOUND_CONNECTION.rawValue: { .connection(netEvictedInboundConnection($0)) },
        TRACE_NET_MISBEHAVING_CONNECTION.rawValue: { .connection(netMisbehavingConnection($0)) },
        TRACE_MEMPOOL_ADDED.rawValue: { .mempool(mempoolAdded($0)) },
        TRACE_MEMPOOL_REMOVED.rawValue: { .mempool(mempoolRemoved($0)) },
        TRACE_MEMPOOL_REPLACED.rawValue: { .mempool(mempoolReplaced($0)) },
        TRACE_MEMPOOL_REJECTED.rawValue: { .mempool(mempoolRejected($0)) },
        TRACE_VALIDATION_BLOCK_CONNECTED.rawValue: { .validation(validationBlockConnected($0)) },
        TRACE_ADDRMAN_ATTEMPT_ADD.rawValue: { .addrman(addrmanAttemptAdd($0)) },
        TRACE_ADDRMAN_MOVE_TO_GOOD.rawValue: { .addrman(addrmanMoveToGood($0)) },
        TRACE_UTXOCACHE_FLUSH.rawValue: { .utxocache(utxocacheFlush($0)) },
        TRACE_UTXOCACHE_UNCACHE.rawValue: { .utxocache(utxocacheUncache($0)) },
    ]

    /// The decoders by kind number, so that a record finds its own without hashing.
    private static let decoders: [Decoder?] = (0..<TRACE_KIND_COUNT.rawValue).map { rows[$0] }

    /// nil for a record of an unknown kind, or one that is shorter than its kind.
    static func decode(_ record: TraceRecord) -> EBPFEvent.Kind? {
        let kind = Int(record.header.kind)
        guard kind < decoders.count, let decoder = decoders[kind], record.isWhole else { return nil }
        return decoder(record)
    }
}
