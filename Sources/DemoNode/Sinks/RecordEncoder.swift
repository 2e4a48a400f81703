import CTraceEvents
import PeerObserver

/// Makes the records that the BPF programs would have made of hits. Its clocks are fixed, so that the same seed gives the same records.
struct RecordEncoder {
    /// The process id in the records.
    static let pid: UInt32 = 8333
    /// Unix time at which the traffic begins.
    static let startSeconds: Int64 = 1_767_225_600
    /// CLOCK_MONOTONIC at that moment.
    static let startMonotonic: Int64 = 1_000_000_000
    /// Nanoseconds to add to CLOCK_MONOTONIC for the Unix time.
    static let clockOffset = startSeconds * 1_000_000_000 - startMonotonic

    private var buffer: [UInt8] = []

    static func unixNanoseconds(at elapsed: Int64) -> UInt64 { UInt64(startSeconds * 1_000_000_000 + elapsed) }

    /// Hands the record to `body`, for the time of the call.
    mutating func encode(_ hit: Hit, at elapsed: Int64, _ body: (UnsafeRawBufferPointer) -> Void) {
        let kind = hit.kind.rawValue
        let header = trace_header(
            kind: kind, pid: Self.pid, monotonic_ns: UInt64(Self.startMonotonic + elapsed),
            length: trace_record_size(kind), payload_length: 0)
        func give<Record: BitwiseCopyable>(_ record: Record) { withUnsafeBytes(of: record) { body($0) } }
        switch hit {
        case .message(let exchange):
            fill(exchange, header)
            buffer.withUnsafeBytes { body($0) }
        case .opened(let peer, let existing): give(trace_net_connection_opened(header, peer, existing: existing))
        case .closed(let peer), .evicted(let peer): give(trace_net_connection_closed(header, peer))
        case .misbehaving(let peer, let reason): give(trace_net_misbehaving(header, peer, reason: reason))
        case .added(let entry): give(trace_mempool_added(header, entry))
        case .removed(let entry, let reason): give(trace_mempool_removed(header, entry, reason: reason))
        case .replaced(let old, let new): give(trace_mempool_replaced(header, old, by: new))
        case .rejected(let txid, let reason): give(trace_mempool_rejected(header, txid, reason: reason))
        case .blockConnected(let block): give(trace_validation_block_connected(header, block))
        case .attemptAdd(let entry, let inserted):
            give(trace_addrman_attempt_add(header, entry, inserted: inserted))
        case .moveToGood(let entry): give(trace_addrman_move_to_good(header, entry))
        case .flush(let flush): give(trace_utxocache_flush(header, flush))
        case .uncache(let coin): give(trace_utxocache_uncache(header, coin))
        }
    }

    private mutating func fill(_ exchange: Exchange, _ header: trace_header) {
        var record = trace_net_message()
        record.header = header
        record.header.length += UInt32(exchange.message.payload.count)
        record.header.payload_length = UInt32(exchange.message.payload.count)
        record.peer_id = exchange.peer.id
        record.size = UInt64(exchange.message.payload.count)
        Field.fill(&record.address, exchange.peer.address)
        Field.fill(&record.connection_type, exchange.peer.connectionType.rawValue)
        Field.fill(&record.message_type, exchange.message.type)
        buffer.removeAll(keepingCapacity: true)
        withUnsafeBytes(of: &record) { buffer.append(contentsOf: $0) }
        buffer.append(contentsOf: exchange.message.payload)
    }
}
