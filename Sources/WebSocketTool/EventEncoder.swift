import NIOCore
import PeerObserver

/// Turns events into frames, one behind the other, in a buffer for each format.
struct EventEncoder: ~Copyable {
    private var upstream = JSONVisitor(form: .byteArrays)
    private var envelope = JSONVisitor(form: .browser)

    /// Bytes written since the last `removeAll`.
    var byteCount: Int { upstream.output.count + envelope.output.count }

    mutating func removeAll() {
        upstream.output.removeAll()
        envelope.output.removeAll()
    }

    /// Appends the event's frame, and tells where it stands in the format's buffer; nil for what cannot be decoded.
    mutating func append(_ event: inout ReceivedEvent, as format: EventFormat) -> Range<Int>? {
        // Not with a closure: that would copy the event.
        switch format {
        case .upstream:
            let start = TextFrame.begin(&upstream)
            guard upstream.payload(of: &event) else {
                upstream.output.truncate(to: start)
                return nil
            }
            return TextFrame.end(start, &upstream)
        case .envelope:
            let start = TextFrame.begin(&envelope)
            guard envelope.envelope(&event) else {
                envelope.output.truncate(to: start)
                return nil
            }
            return TextFrame.end(start, &envelope)
        }
    }

    /// A copy of these frames.
    func buffer(_ ranges: [Range<Int>], of format: EventFormat) -> ByteBuffer {
        let byteCount = ranges.reduce(0) { $0 + $1.count }
        func copy(_ bytes: UnsafeRawBufferPointer) -> ByteBuffer {
            var buffer = ByteBufferAllocator().buffer(capacity: byteCount)
            for range in ranges { buffer.writeBytes(UnsafeRawBufferPointer(rebasing: bytes[range])) }
            return buffer
        }
        return switch format {
        case .upstream: upstream.output.withUnsafeBytes(copy)
        case .envelope: envelope.output.withUnsafeBytes(copy)
        }
    }
}

extension JSONVisitor {
    /// Writes the event's content; false, and something may be written, where it cannot be decoded.
    mutating func payload(of event: inout ReceivedEvent) -> Bool {
        if event.decoded == nil, transcodePayload(event.bytes, event.head) { return true }
        guard event.decode() else { return false }
        if let decoded = event.decoded { payload(of: decoded) }
        return true
    }

    /// Writes the event with what names it around it; false, and something is written, where it cannot be decoded.
    mutating func envelope(_ event: inout ReceivedEvent) -> Bool {
        let head = event.head
        output.text("{\"node\":")
        if let node = event.subject.node { plain(node) } else { none() }
        output.text(",\"subject\":")
        plain(event.subject.name)
        output.text(",\"stream_id\":")
        if head.numbers.contains(.streamID) {
            output.byte(UInt8(ascii: "\""))
            withUnsafeBytes(of: head.streamID.bigEndian) { output.hex($0) }
            output.byte(UInt8(ascii: "\""))
        } else {
            none()
        }
        output.text(",\"sequence\":")
        if head.numbers.contains(.sequence) { unsigned(head.sequence) } else { none() }
        output.text(",\"timestamp\":")
        unsigned(head.timestamp)
        output.text(",\"source_time_ns\":")
        if head.numbers.contains(.sourceTime) {
            output.byte(UInt8(ascii: "\""))
            output.decimal(head.sourceTime)
            output.byte(UInt8(ascii: "\""))
        } else {
            none()
        }
        output.text(",\"pid\":")
        if head.numbers.contains(.pid) { unsigned(UInt64(head.pid)) } else { none() }
        output.text(",\"event\":")
        guard payload(of: &event) else { return false }
        output.byte(UInt8(ascii: "}"))
        return true
    }

    /// Part of a subject as a string: nearly always printable ASCII, which needs no escaping.
    private mutating func plain(_ text: UnsafeRawBufferPointer) {
        let isPlain = text.allSatisfy { 0x20..<0x7f ~= $0 && $0 != UInt8(ascii: "\"") && $0 != UInt8(ascii: "\\") }
        guard isPlain else { return string(String(decoding: text, as: UTF8.self)) }
        output.byte(UInt8(ascii: "\""))
        output.bytes(text)
        output.byte(UInt8(ascii: "\""))
    }
}
