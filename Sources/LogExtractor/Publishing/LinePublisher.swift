import Daemon
import DebugLog
import Glibc
import PeerObserver

/// Turns lines into events and puts them on the bus. For one thread.
final class LinePublisher {
    private let publisher: EventPublisher
    private let channel: EventPublisher.Channel
    private var parser = LogParser()
    private(set) var counts = LineCounts()

    init(bus: any EventBus, node: NodeName?) {
        publisher = EventPublisher(bus: bus, node: node)
        channel = publisher.channel(.logExtractor)
    }

    /// Adds the count of events by subject to `metrics`.
    func register(in metrics: MetricsRegistry) { publisher.register(in: metrics) }

    /// One line, one event; without its newline.
    func publish(_ line: UnsafeRawBufferPointer) {
        var event = LogEvent()
        counts.add(parser.read(line, into: &event), byteCount: line.count)
        let (time, isTooLate) = event.logTimestamp.multipliedReportingOverflow(by: 1000)
        // A line without a time of its own is as old as its reading.
        publisher.publish(
            event, on: channel, sourceTime: time == 0 || isTooLate ? Self.now() : time)
    }

    private static func now() -> UInt64 {
        var time = timespec()
        clock_gettime(CLOCK_REALTIME, &time)
        return UInt64(time.tv_sec) * 1_000_000_000 + UInt64(time.tv_nsec)
    }
}
