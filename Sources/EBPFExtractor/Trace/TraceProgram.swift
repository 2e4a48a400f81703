import CLibbpf
import CTraceEvents

/// The BPF programs in the kernel: their attachments, their ring buffer and their counters. For one thread at a time.
final class TracePrograms {
    private let handle: OpaquePointer

    /// Loads the programs of `kinds`, unattached.
    ///
    /// - Parameters:
    ///   - ringSize: bytes, rounded up to a power of two; 16 MiB by default.
    ///   - wakeMark: bytes in the ring from which on ``wait(milliseconds:)`` ends early; an eighth of the ring by default.
    ///   - oneByOne: attach as kernels before 6.10 need it.
    init(
        object: [UInt8] = BPFObject.bytes(), kinds: Set<TraceKind>, ringSize: Int = 0, wakeMark: Int = 0,
        oneByOne: Bool = false
    ) throws(TraceError) {
        var options = trace_options(
            ring_size: ringSize, wake_mark: wakeMark, kinds: kinds.bits, one_by_one: oneByOne)
        var handle: OpaquePointer?
        let result = object.withUnsafeBytes { trace_load($0.baseAddress, $0.count, &options, &handle) }
        if let error = TraceError(result) { throw error }
        guard let handle else { throw TraceError(.other) }
        self.handle = handle
    }

    deinit { trace_unload(handle) }

    /// The tracepoints of the binary at `path` that there are programs for. Throws where it has no tracepoints at all.
    static func tracepoints(inBinaryAt path: String) throws(TraceError) -> Set<TraceKind> {
        var bits: UInt32 = 0
        if let error = TraceError(trace_list_kinds(path, &bits)) { throw error }
        return Set(bits: bits)
    }

    /// Attaches to the tracepoint in the binary at `path`: in one process, or with `pid` nil in every process that runs the
    /// binary, now or later. Attaching anew replaces the attachment; ring and counters stay.
    func attach(_ kind: TraceKind, pid: Int32?, path: String) throws(TraceError) {
        if let error = TraceError(trace_attach(handle, kind.number, pid ?? -1, path)) { throw error }
    }

    func detach(_ kind: TraceKind) { trace_detach(handle, kind.number) }

    func detachAll() { trace_detach_all(handle) }

    var attached: Set<TraceKind> { Set(bits: trace_attached(handle)) }

    /// Sleeps until the ring has passed its wake mark (then true) or the time is up. Call ``consume(_:)`` after either.
    @discardableResult
    func wait(milliseconds: Int32) -> Bool { trace_wait(handle, milliseconds) }

    /// Hands every record in the ring to `body`, oldest first; returns their number. `body` returns false to stop after a record.
    ///
    /// The bytes, whole as in `header.length`, lie in the ring: they are valid during the call only.
    @discardableResult
    func consume(_ body: (UnsafeRawBufferPointer) -> Bool) -> UInt64 {
        withoutActuallyEscaping(body) { body in
            var body = body
            return withUnsafeMutablePointer(to: &body) { pointer in
                trace_consume(
                    handle,
                    { record, size, context in
                        guard let record, let context, size >= MemoryLayout<trace_header>.size else { return true }
                        let length = record.loadUnaligned(as: trace_header.self).length
                        // `context` is the pointer above, which outlives trace_consume.
                        let body = context.assumingMemoryBound(to: ((UnsafeRawBufferPointer) -> Bool).self)
                        return body.pointee(UnsafeRawBufferPointer(start: record, count: min(Int(length), size)))
                    }, pointer)
            }
        }
    }

    var ring: trace_ring_state { trace_ring_state(handle) }

    /// What became of the hits of each tracepoint since the programs were loaded.
    func counters() throws(TraceError) -> [TraceKind: trace_counters] {
        var rows = [trace_counters](repeating: trace_counters(), count: TraceKind.allCases.count)
        let result = rows.withUnsafeMutableBufferPointer { trace_read_counters(handle, $0.baseAddress) }
        if let error = TraceError(result) { throw error }
        return Dictionary(uniqueKeysWithValues: zip(TraceKind.allCases, rows))
    }
}

extension trace_counters {
    /// All hits of the tracepoint, whatever became of them.
    var hits: UInt64 { outcomes.submitted + outcomes.ring_full + outcomes.oversized + outcomes.fault + missed }
}
