import CTraceEvents
import Daemon
import PeerObserver

/// Turns records into events and publishes them. For one thread.
final class RecordPublisher {
    private let bus: any EventBus
    private let publisher: EventPublisher
    private let stampsPID: Bool
    /// By the subject's number.
    private let channels: [EventPublisher.Channel]

    /// - Parameter stampsPID: whether events carry the PID, because several processes may be observed at once.
    init(bus: any EventBus, publisher: EventPublisher, stampsPID: Bool) {
        self.bus = bus
        self.publisher = publisher
        self.stampsPID = stampsPID
        channels = Subject.allCases.map(publisher.channel)
    }

    /// - Parameter clockOffset: nanoseconds from the records' clock to Unix time.
    func publish(_ bytes: UnsafeRawBufferPointer, clockOffset: Int64) {
        guard let record = TraceRecord(bytes), let kind = TracepointTable.decode(record) else {
            return bus.countLost(1, .undecodable)
        }
        let ebpf = EBPFEvent(event: kind)
        guard let subject = ebpf.subject else { return bus.countLost(1, .undecodable) }
        publisher.publish(
            .ebpfExtractor(ebpf), on: channels[subject.rawValue],
            sourceTime: UInt64(bitPattern: Int64(bitPattern: record.header.monotonic_ns) &+ clockOffset),
            pid: stampsPID ? record.header.pid : nil
        ) {
            guard case .message(let message) = kind, let smaller = message.reduced() else { return nil }
            return .ebpfExtractor(EBPFEvent(event: .message(smaller)))
        }
    }
}
