import NIOCore
import PeerObserver

/// A text frame of a server (RFC 6455, section 5.2): FIN, opcode 1, no mask.
enum TextFrame {
    /// Bytes of the header that most events have.
    static let usualHeader = 4

    /// Begins a frame, and tells where; what `json` writes until `end` is its text.
    ///
    /// The header's size depends on the length, which is known only afterwards: so room is left for the usual size, and
    /// frames of that size follow each other without a hole.
    static func begin(_ json: inout JSONVisitor) -> Int {
        let start = json.output.count
        json.output.gap(usualHeader)
        return start
    }

    /// Ends the frame that began at `start`, and tells where it stands.
    static func end(_ start: Int, _ json: inout JSONVisitor) -> Range<Int> {
        let length = json.output.count - start - usualHeader
        switch length {
        case ..<126:
            put([0x81, UInt8(length)], start + 2, &json)
            return start + 2..<json.output.count
        case ..<65536:
            put([0x81, 126, UInt8(length >> 8), UInt8(length & 0xff)], start, &json)
        default:
            let text = json.output.withUnsafeBytes { [UInt8]($0[(start + usualHeader)...]) }
            json.output.truncate(to: start)
            json.output.byte(0x81)
            json.output.byte(127)
            json.output.bigEndian(UInt64(length))
            json.output.bytes(text)
        }
        return start..<json.output.count
    }

    private static func put<let count: Int>(_ header: InlineArray<count, UInt8>, _ at: Int, _ json: inout JSONVisitor) {
        withUnsafeBytes(of: header) { json.output.overwrite(at, with: $0) }
    }

    /// A frame of its own.
    static func buffer(_ body: (inout JSONVisitor) -> Void) -> ByteBuffer {
        var json = JSONVisitor(form: .browser, output: ByteWriter(capacity: 512))
        let start = begin(&json)
        body(&json)
        let range = end(start, &json)
        return json.output.withUnsafeBytes { ByteBuffer(bytes: $0[range]) }
    }
}
