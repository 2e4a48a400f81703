import CTraceEvents
import Daemon
import Dispatch
import Synchronization
import TraceRecording

/// Runs a recording through the same decoding and publishing as the ring buffer.
final class FileInput {
    private let reader: RecordingReader
    private let publisher: RecordPublisher
    private let statistics: TraceStatistics
    private let keepsTime: Bool
    /// Events that the bus has not settled yet.
    private let inFlight: () -> UInt64
    private let pause = DispatchSemaphore(value: 0)

    /// A file can be read faster than a bus takes it; what is on its way is bounded instead of lost.
    private static var mostInFlight: UInt64 { 20_000 }

    init(
        reader: RecordingReader, publisher: RecordPublisher, statistics: TraceStatistics, keepsTime: Bool,
        inFlight: @escaping () -> UInt64
    ) {
        self.reader = reader
        self.publisher = publisher
        self.statistics = statistics
        self.keepsTime = keepsTime
        self.inFlight = inFlight
    }

    /// Blocks until the recording has ended or `stop` is set.
    func run(until stop: borrowing Atomic<Bool>) throws(DaemonError) {
        var records: UInt64 = 0
        var start: (recorded: UInt64, now: UInt64)?
        while !stop.load(ordering: .relaxed) {
            let time: UInt64?
            do throws(RecordingError) {
                time = try reader.next { [reader, publisher] record in
                    if keepsTime, let header = TraceRecord(record)?.header {
                        wait(for: header.monotonic_ns, start: &start, until: stop)
                    }
                    publisher.publish(record, clockOffset: reader.clockOffset)
                    return 0
                }
            } catch {
                throw DaemonError("\(error)")
            }
            guard time != nil else { break }
            records += 1
            if keepsTime || records % 1024 == 0 {
                while inFlight() > Self.mostInFlight, !stop.load(ordering: .relaxed) { sleep(nanoseconds: 1_000_000) }
                report(records)
            }
        }
        report(records)
        // A recording waits for a server that is not there yet, instead of being lost with it.
        while inFlight() > 0, !stop.load(ordering: .relaxed) { sleep(nanoseconds: 1_000_000) }
    }

    private func report(_ records: UInt64) {
        statistics.update { $0.records = records }
    }

    private func wait(
        for recorded: UInt64, start: inout (recorded: UInt64, now: UInt64)?, until stop: borrowing Atomic<Bool>
    ) {
        let now = DispatchTime.now().uptimeNanoseconds
        guard let start else {
            start = (recorded, now)
            return
        }
        let due = start.now &+ (recorded &- start.recorded)
        while !stop.load(ordering: .relaxed) {
            let now = DispatchTime.now().uptimeNanoseconds
            // In steps, so that a stop is not slept through. A record older than the first is due at once.
            guard due > now, due - now < UInt64(Int64.max) else { return }
            sleep(nanoseconds: min(due - now, 100_000_000))
        }
    }

    private func sleep(nanoseconds: UInt64) { _ = pause.wait(timeout: .now() + .nanoseconds(Int(nanoseconds))) }
}
