import Daemon
import EventOutput
import Glibc
import PeerObserver
import TestSupport

@testable import LoggerTool

/// What the logger writes for some events, in process and without a server.
enum Printed {
    typealias Sample = (subject: String, event: Event)

    static func text(
        _ samples: [Sample], format: OutputFormat = .text, filter: EventFilter = EventFilter()
    ) throws -> String {
        String(
            decoding: try bytes(samples.map { ($0.subject, $0.event.encoded()) }, format: format, filter: filter),
            as: UTF8.self)
    }

    /// The lines for events of this node's own server.
    static func lines(_ events: [Event], format: OutputFormat = .text, filter: EventFilter = EventFilter()) throws
        -> [String]
    {
        try text(events.map { ("netmsg", $0) }, format: format, filter: filter).split(separator: "\n").map(String.init)
    }

    static func bytes(
        _ payloads: [(subject: String, payload: [UInt8])], format: OutputFormat, filter: EventFilter = EventFilter()
    ) throws -> [UInt8] {
        let directory = try TemporaryDirectory()
        let file = open("\(directory.path)/lines", O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
        guard file >= 0 else { throw TestError("no file for the lines: error \(errno)") }
        defer { close(file) }
        let bus = RecordingBus()
        let printer = EventPrinter(filter: filter, format: format, output: StandardOutput(descriptor: file))
        try bus.subscribe(to: [], pendingBytes: 0, handler: printer)
        for (subject, payload) in payloads {
            if let loss = bus.deliver(payload, on: subject) { throw TestError("lost: \(loss)") }
        }
        guard bus.flush() == nil else { throw TestError("not written") }
        let size = Int(lseek(file, 0, SEEK_END))
        return [UInt8](unsafeUninitializedCapacity: size) { buffer, count in
            count = max(0, pread(file, buffer.baseAddress, size, 0))
        }
    }
}

extension Event {
    /// A message event as the ebpf-extractor makes it.
    static func message(
        _ message: MessageEvent.Message, command: String, peer: UInt64 = 1, inbound: Bool = true,
        connType: ConnType = .inbound,
        detail: MessageEvent.Detail? = nil
    ) -> Event {
        let meta = MessageMetadata(
            peerID: peer, addr: "198.51.100.1:50000", connType: connType, command: command, inbound: inbound, size: 1,
            connectionType: "inbound")
        return Event(
            payload: .ebpfExtractor(
                EBPFEvent(event: .message(MessageEvent(meta: meta, message: message, detail: detail)))),
            timestamp: 1_750_942_328_000)
    }

    static func ebpf(_ kind: EBPFEvent.Kind) -> Event {
        Event(payload: .ebpfExtractor(EBPFEvent(event: kind)), timestamp: 1_750_942_328_000)
    }
}
