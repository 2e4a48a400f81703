public import PeerObserver

/// Events as lines, gathered so that they can be written together.
public struct EventText: ~Copyable {
    private let format: OutputFormat
    private var text = TextVisitor()
    private var json = JSONVisitor(form: .hex)
    /// Lines in the buffer.
    public private(set) var lines: UInt64 = 0

    /// Bytes from which on lines should be written out.
    public static let writeMark = 1 << 16

    public init(format: OutputFormat) { self.format = format }

    /// Bytes in the buffer.
    public var count: Int { max(text.output.count, json.output.count) }

    /// Appends a line; false for an event without content, of a newer contract.
    public mutating func append(_ event: Event) -> Bool {
        switch format {
        case .text:
            let start = text.output.count
            guard text.line(event) else {
                text.output.truncate(to: start)
                return false
            }
            text.output.byte(UInt8(ascii: "\n"))
        case .json:
            guard event.payload != nil else { return false }
            event.visit(&json)
            json.output.byte(UInt8(ascii: "\n"))
        }
        lines += 1
        return true
    }

    /// Takes the lines as text and forgets them.
    public mutating func take() -> String {
        defer {
            lines = 0
            text.output.removeAll()
            json.output.removeAll()
        }
        return text.output.withUnsafeBytes { String(decoding: $0, as: UTF8.self) }
            + json.output.withUnsafeBytes { String(decoding: $0, as: UTF8.self) }
    }

    /// Writes the lines and forgets them; the number of those that could not be written.
    public mutating func write(to output: StandardOutput) -> UInt64 {
        guard lines > 0 else { return 0 }
        defer {
            lines = 0
            text.output.removeAll()
            json.output.removeAll()
        }
        let isWritten =
            text.output.withUnsafeBytes { output.write($0) } && json.output.withUnsafeBytes { output.write($0) }
        return isWritten ? 0 : lines
    }
}
