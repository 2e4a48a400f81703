import ArchiveFormat
import Daemon
import EventOutput
import PeerObserver

/// Prints events as the logger does.
final class PrintingOutput: ReplayOutput {
    let node: String?
    private var text: EventText
    private let output: StandardOutput

    init(format: OutputFormat, node: NodeName?, output: StandardOutput) {
        self.node = node?.description
        self.output = output
        text = EventText(format: format)
    }

    func waitForRoom(until stop: InputStop) -> UInt64 { 0 }

    func take(_ event: RawSpan, _ note: EventNote) -> Taken {
        guard var event = try? Event(decoding: event) else { return .undecodable }
        event.node = note.node
        guard text.append(event) else { return .undecodable }
        return text.count < EventText.writeMark || flush() ? .taken : .closed
    }

    func flush() -> Bool { text.write(to: output) == 0 }

    func finish(until stop: InputStop) { _ = flush() }
}
