import DebugLog
import PeerObserver

@testable import DemoNode
@testable import EBPFExtractor

/// Makes of each hit the record that the BPF programs make, and of that the event that ebpf-extractor publishes; of each line of
/// debug.log, that of log-extractor.
struct EventSink: Sink {
    let writer: EventWriter
    private var encoder = RecordEncoder()
    private var parser = LogParser()
    /// Records that were no event; there are none, or something is wrong.
    private(set) var undecodable = 0

    init(_ writer: EventWriter) { self.writer = writer }

    func unixNanoseconds(at elapsed: Int64) -> UInt64 { RecordEncoder.unixNanoseconds(at: elapsed) }

    mutating func fire(_ hit: Hit, at elapsed: Int64) -> Bool {
        var event: EBPFEvent?
        encoder.encode(hit, at: elapsed) { bytes in
            event = TraceRecord(bytes).flatMap { TracepointTable.decode($0) }.map { EBPFEvent(event: $0) }
        }
        guard let event, let subject = event.subject else {
            undecodable += 1
            return false
        }
        writer.write(.ebpfExtractor(event), on: subject, at: unixNanoseconds(at: elapsed))
        return true
    }

    mutating func say(_ line: String, at elapsed: Int64) {
        let time = unixNanoseconds(at: elapsed)
        var text = "\(DebugLogWriter.time(time)) \(line)"
        let event = text.withUTF8 { parser.event(UnsafeRawBufferPointer($0)) }
        writer.write(.logExtractor(event), on: .logExtractor, at: time)
    }
}
