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

    /// Appends the event's frame, and tells where it stands in the format's buffer.
    mutating func append(
        _ event: borrowing Event, _ subject: ReceivedSubject, as format: EventFormat
    ) -> Range<Int> {
        switch format {
        case .upstream:
            // Not with a closure: that would copy the event.
            let start = TextFrame.begin(&upstream)
            upstream.payload(of: event)
            return TextFrame.end(start, &upstream)
        case .envelope:
            let start = TextFrame.begin(&envelope)
            envelope.envelope(event, subject)
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
    /// Writes the event with what names it around it.
    mutating func envelope(_ event: borrowing Event, _ subject: ReceivedSubject) {
        output.text("{\"node\":")
        if let node = subject.node { plain(node) } else { none() }
        output.text(",\"subject\":")
        plain(subject.name)
        output.text(",\"stream_id\":")
        if let streamID = event.streamID {
            output.byte(UInt8(ascii: "\""))
            withUnsafeBytes(of: streamID.bigEndian) { output.hex($0) }
            output.byte(UInt8(ascii: "\""))
        } else {
            none()
        }
        output.text(",\"sequence\":")
        if let sequence = event.sequence { unsigned(sequence) } else { none() }
        output.text(",\"timestamp\":")
        unsigned(event.timestamp)
        output.text(",\"source_time_ns\":")
        if let time = event.sourceTimeNs {
            output.byte(UInt8(ascii: "\""))
            output.decimal(time)
            output.byte(UInt8(ascii: "\""))
        } else {
            none()
        }
        output.text(",\"pid\":")
        if let pid = event.pid { unsigned(UInt64(pid)) } else { none() }
        output.text(",\"event\":")
        payload(of: event)
        output.byte(UInt8(ascii: "}"))
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
