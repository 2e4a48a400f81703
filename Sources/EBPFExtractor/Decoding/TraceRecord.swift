import CTraceEvents
import PeerObserver

/// One record of the ring buffer or of a recording, borrowed for the time of a call.
struct TraceRecord {
    let bytes: UnsafeRawBufferPointer
    let header: trace_header

    /// nil where not even a header fits.
    init?(_ bytes: UnsafeRawBufferPointer) {
        guard bytes.count >= MemoryLayout<trace_header>.size else { return nil }
        self.bytes = bytes
        header = bytes.loadUnaligned(as: trace_header.self)
    }

    /// Whether the kind's fields and the payload are there.
    var isWhole: Bool {
        let size = Int(trace_record_size(header.kind))
        return size > 0 && bytes.count - size >= Int(header.payload_length)
    }

    /// The kind's fields.
    ///
    /// - Precondition: the record is whole and `type` is its kind's.
    func fields<Fields: BitwiseCopyable>(_ type: Fields.Type) -> Fields { bytes.loadUnaligned(as: type) }

    /// The zero-terminated text at `offset`, at most `size` bytes; what is no UTF-8 in it becomes U+FFFD.
    ///
    /// - Precondition: the record is whole and the field within its kind.
    func text(_ offset: Int?, _ size: Int32) -> String {
        guard let offset else { return "" }
        let field = UnsafeRawBufferPointer(rebasing: bytes[offset..<offset + Int(size)])
        let end = field.firstIndex(of: 0) ?? field.endIndex
        return String(decoding: UnsafeRawBufferPointer(rebasing: field[..<end]), as: UTF8.self)
    }

    /// The 32 bytes at `offset`.
    ///
    /// - Precondition: the record is whole and the field within its kind.
    func hash256(_ offset: Int?) -> Hash256 {
        guard let offset else { return .zero }
        return Hash256(UnsafeRawBufferPointer(rebasing: bytes[offset..<offset + Hash256.byteCount])) ?? .zero
    }

    /// The payload behind a message's fields.
    ///
    /// - Precondition: the record is whole.
    var payload: UnsafeRawBufferPointer {
        let start = Int(trace_record_size(header.kind))
        return UnsafeRawBufferPointer(rebasing: bytes[start..<start + Int(header.payload_length)])
    }
}
