import Daemon
import EventOutput
import PeerObserver

/// Turns events into lines, and writes them out together.
// Proof of Sendable: the bus hands over one call at a time, and nobody else has a reference.
final class EventPrinter: MessageHandler, @unchecked Sendable {
    private let filter: EventFilter
    private let output: StandardOutput
    private var text: EventText
    /// Lines that could not be written since the last flush.
    private var unwritten: UInt64 = 0

    init(filter: EventFilter, format: OutputFormat, output: StandardOutput) {
        self.filter = filter
        self.output = output
        text = EventText(format: format)
    }

    func receive(subject: UnsafeRawBufferPointer, payload: UnsafeRawBufferPointer) -> LossReason? {
        guard var event = try? Event(decoding: payload) else { return .undecodable }
        guard filter.admits(event) else { return nil }
        // Permissions guard the subject, not the field.
        event.node = Subject.node(subject)
        guard text.append(event) else { return .undecodable }
        if text.count >= EventText.writeMark { unwritten += text.write(to: output) }
        return nil
    }

    func flush() -> Loss? {
        unwritten += text.write(to: output)
        defer { unwritten = 0 }
        return unwritten > 0 ? Loss(unwritten, .writeFailed) : nil
    }
}
