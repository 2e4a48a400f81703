import CTraceEvents
import Daemon
import PeerObserver

/// Turns records into events and puts them on the bus. For one thread.
final class RecordPublisher<Bus: EventBus> {
    private let bus: Bus
    private let node: String?
    private let stampsPID: Bool
    private let streamID = UInt64.random(in: 1...UInt64.max)
    /// By the subject's number, as are the sequences.
    private let subjects: [BusSubject]
    private var sequences = [UInt64](repeating: 0, count: Subject.allCases.count)
    private var writer = WireWriter(capacity: 1 << 16)

    /// Events that had to go without their raw bytes to fit the bus.
    private(set) var reduced: UInt64 = 0

    /// Events so far by subject.
    var events: [(subject: Subject, count: UInt64)] { Array(zip(Subject.allCases, sequences)) }

    /// - Parameters:
    ///   - node: goes into subject and event.
    ///   - stampsPID: whether events carry the PID, because several processes may be observed at once.
    init(bus: Bus, node: String?, stampsPID: Bool) {
        self.bus = bus
        self.node = node
        self.stampsPID = stampsPID
        // A node name is one valid token, so every name is a valid subject.
        subjects = Subject.allCases.compactMap { BusSubject($0.name(node: node)) }
    }

    /// - Parameter clockOffset: nanoseconds from the records' clock to Unix time.
    func publish(_ bytes: UnsafeRawBufferPointer, clockOffset: Int64) {
        guard let record = TraceRecord(bytes), let kind = TracepointTable.decode(record) else {
            return bus.countLost(1, .undecodable)
        }
        let ebpf = EBPFEvent(event: kind)
        guard let index = ebpf.subject?.rawValue else { return bus.countLost(1, .undecodable) }
        sequences[index] += 1
        let time = UInt64(bitPattern: Int64(bitPattern: record.header.monotonic_ns) &+ clockOffset)
        var event = Event(
            payload: .ebpfExtractor(ebpf), timestamp: time / 1_000_000, node: node, streamID: streamID,
            sequence: sequences[index], sourceTimeNs: time, pid: stampsPID ? record.header.pid : nil)
        encode(event)
        if writer.count > bus.maxPayload, case .message(let message) = kind, let smaller = message.reduced() {
            event.payload = .ebpfExtractor(EBPFEvent(event: .message(smaller)))
            encode(event)
            reduced += 1
        }
        writer.withUnsafeBytes { bus.publish($0, to: subjects[index]) }
    }

    private func encode(_ event: Event) {
        writer.removeAll()
        event.encode(into: &writer)
    }
}
