import CTraceEvents
import PeerObserver
import TraceRecording

/// Writes the records that the BPF programs would have made of the hits to a file. Its clocks are fixed, so that the
/// same seed gives the same file.
struct RecordSink: Sink {
    /// The process id in the records.
    static let pid: UInt32 = 8333
    /// Unix time at which the traffic begins.
    static let startSeconds: Int64 = 1_767_225_600
    /// CLOCK_MONOTONIC at that moment.
    static let startMonotonic: Int64 = 1_000_000_000

    private let writer: RecordingWriter
    private var buffer: [UInt8] = []
    /// The first failure; nothing is written after it.
    private(set) var error: RecordingError?

    init(path: String) throws(RecordingError) {
        writer = try RecordingWriter(path: path)
        try writer.setClockOffset(nanoseconds: Self.startSeconds * 1_000_000_000 - Self.startMonotonic)
    }

    func unixNanoseconds(at elapsed: Int64) -> UInt64 { UInt64(Self.startSeconds * 1_000_000_000 + elapsed) }

    /// - Throws: what went wrong since the beginning.
    func finish() throws(RecordingError) {
        if let error { throw error }
        try writer.flush()
    }

    mutating func fire(_ hit: Hit, at elapsed: Int64) -> Bool {
        guard error == nil else { return false }
        do {
            switch hit {
            case .message(let exchange): try write(exchange, header(hit, elapsed))
            default: try writeFixed(hit, header(hit, elapsed))
            }
            return true
        } catch {
            self.error = error
            return false
        }
    }

    private func header(_ hit: Hit, _ elapsed: Int64) -> trace_header {
        let kind = hit.kind.rawValue
        return trace_header(
            kind: kind, pid: Self.pid, monotonic_ns: UInt64(Self.startMonotonic + elapsed),
            length: trace_record_size(kind), payload_length: 0)
    }

    private mutating func write(_ exchange: Exchange, _ header: trace_header) throws(RecordingError) {
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
        try buffer.span.bytes.withUnsafeBytes { bytes throws(RecordingError) in try writer.append(bytes) }
    }

    private func writeFixed(_ hit: Hit, _ header: trace_header) throws(RecordingError) {
        switch hit {
        case .message: break
        case .opened(let peer, let existing): try append(trace_net_connection_opened(header, peer, existing: existing))
        case .closed(let peer), .evicted(let peer): try append(trace_net_connection_closed(header, peer))
        case .misbehaving(let peer, let reason): try append(trace_net_misbehaving(header, peer, reason: reason))
        case .added(let entry): try append(trace_mempool_added(header, entry))
        case .removed(let entry, let reason): try append(trace_mempool_removed(header, entry, reason: reason))
        case .replaced(let old, let new): try append(trace_mempool_replaced(header, old, by: new))
        case .rejected(let txid, let reason): try append(trace_mempool_rejected(header, txid, reason: reason))
        case .blockConnected(let block): try append(trace_validation_block_connected(header, block))
        case .attemptAdd(let entry, let inserted):
            try append(trace_addrman_attempt_add(header, entry, inserted: inserted))
        case .moveToGood(let entry): try append(trace_addrman_move_to_good(header, entry))
        case .flush(let flush): try append(trace_utxocache_flush(header, flush))
        case .uncache(let coin): try append(trace_utxocache_uncache(header, coin))
        }
    }

    private func append<Record: BitwiseCopyable>(_ record: Record) throws(RecordingError) {
        try withUnsafeBytes(of: record) { bytes throws(RecordingError) in try writer.append(bytes) }
    }
}
