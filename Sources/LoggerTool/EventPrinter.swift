import Daemon
import PeerObserver

/// Turns events into lines, and writes them out together.
// Proof of Sendable: the bus hands over one call at a time, and nobody else has a reference.
final class EventPrinter: MessageHandler, @unchecked Sendable {
    private let filter: EventFilter
    private let format: OutputFormat
    private let output: StandardOutput
    private var text = TextVisitor()
    private var json = JSONVisitor(form: .hex)
    /// Lines in the buffer.
    private var lines: UInt64 = 0
    /// Lines that could not be written since the last flush.
    private var unwritten: UInt64 = 0

    /// Bytes from which on lines are written before the next flush.
    private static let writeMark = 1 << 16

    init(filter: EventFilter, format: OutputFormat, output: StandardOutput) {
        self.filter = filter
        self.format = format
        self.output = output
    }

    func receive(subject: UnsafeRawBufferPointer, payload: UnsafeRawBufferPointer) -> LossReason? {
        guard var event = try? Event(decoding: payload) else { return .undecodable }
        guard filter.admits(event) else { return nil }
        // Permissions guard the subject, not the field.
        event.node = Subject.node(subject)
        guard append(event) else { return .undecodable }
        lines += 1
        if max(text.output.count, json.output.count) >= Self.writeMark { write() }
        return nil
    }

    /// False for an event without content, of a newer contract.
    private func append(_ event: Event) -> Bool {
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
        return true
    }

    func flush() -> Loss? {
        write()
        defer { unwritten = 0 }
        return unwritten > 0 ? Loss(unwritten, .writeFailed) : nil
    }

    private func write() {
        guard lines > 0 else { return }
        let isWritten =
            text.output.withUnsafeBytes { output.write($0) } && json.output.withUnsafeBytes { output.write($0) }
        if !isWritten { unwritten += lines }
        lines = 0
        text.output.removeAll()
        json.output.removeAll()
    }
}
