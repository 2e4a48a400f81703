import CTraceEvents
import Daemon
import Dispatch
import Glibc
import PeerObserver
import Synchronization
import TestSupport
import Testing
import TraceRecording

@testable import EBPFExtractor

@Suite struct FileInputTests {
    private let directory: TemporaryDirectory
    private var path: String { "\(directory.path)/recording" }

    init() throws { directory = try TemporaryDirectory() }

    private func write(_ records: [[UInt8]], clockOffset: Int64 = 1_000_000_000) throws {
        let writer = try RecordingWriter(path: path)
        try writer.setClockOffset(nanoseconds: clockOffset)
        for record in records { try record.withUnsafeBytes { try writer.append($0) } }
        try writer.flush()
    }

    private func record(at time: UInt64) -> [UInt8] {
        SampleRecords.record(TRACE_MEMPOOL_ADDED, trace_mempool_added.self) { $0.fee_sat = Int64(time) }
            .enumerated().map { index, byte in
                (8..<16).contains(index) ? UInt8(truncatingIfNeeded: time >> UInt64(8 * (index - 8))) : byte
            }
    }

    private func run(
        keepsTime: Bool = false, stop: borrowing Atomic<Bool> = Atomic(false), inFlight: @escaping () -> UInt64 = { 0 }
    ) throws -> (bus: RecordingBus, records: UInt64) {
        let (bus, statistics) = (RecordingBus(), TraceStatistics())
        let input = FileInput(
            reader: try RecordingReader(path: path),
            publisher: RecordPublisher(bus: bus, publisher: EventPublisher(bus: bus, node: nil), stampsPID: false),
            statistics: statistics, keepsTime: keepsTime, inFlight: inFlight)
        try input.run(until: stop)
        var records: UInt64 = 0
        statistics.update { records = $0.records }
        return (bus, records)
    }

    @Test func recordsAreDecodedAndPublishedAsLive() throws {
        let live = [SampleRecords.message("verack"), SampleRecords.message("ping", [1]), record(at: 5)]
        try write(live)
        let (bus, records) = try run()
        #expect(records == 3)
        #expect(bus.published.map(\.subject) == ["netmsg", "netmsg.malformed", "mempool"])
        let direct = RecordingBus()
        let publisher = RecordPublisher(
            bus: direct, publisher: EventPublisher(bus: direct, node: nil), stampsPID: false)
        for record in live { record.withUnsafeBytes { publisher.publish($0, clockOffset: 1_000_000_000) } }
        for (replayed, expected) in zip(bus.published, direct.published) {
            var (replayed, expected) = (try Event(decoding: replayed.payload), try Event(decoding: expected.payload))
            (replayed.streamID, expected.streamID) = (nil, nil)
            #expect(replayed == expected)
        }
    }

    @Test func timeBetweenRecordsIsKeptWhereAsked() throws {
        try write([
            record(at: 1_000_000_000), record(at: 1_050_000_000), record(at: 1_100_000_000), record(at: 900_000_000),
        ])
        let start = ContinuousClock.now
        #expect(try run(keepsTime: true).records == 4)
        let kept = ContinuousClock.now - start
        #expect(kept >= .milliseconds(100) && kept < .seconds(5))
    }

    @Test func stopEndsALongPause() throws {
        try write([record(at: 1), record(at: 3_600_000_000_000)])
        let stop = StopFlag()
        DispatchQueue.global().asyncAfter(deadline: .now() + 0.05) { stop.value.store(true, ordering: .relaxed) }
        let taken = try ContinuousClock().measure { _ = try run(keepsTime: true, stop: stop.value) }
        #expect(taken < .seconds(5))
    }

    /// A file can be read faster than the bus takes it.
    @Test func whatIsOnItsWayIsBounded() throws {
        try write((0..<3000).map { record(at: UInt64($0)) })
        var asked = 0
        let (bus, records) = try run(inFlight: {
            asked += 1
            return asked % 3 == 0 ? 0 : 20_001
        })
        #expect(records == 3000 && bus.published.count == 3000)
        // Twice on the way, and once at the end, until what was published is settled.
        #expect(asked == 9)
    }

    @Test func foreignRecordsAreCountedAsUndecodable() throws {
        try write([[1, 2, 3], [], record(at: 1)])
        let (bus, records) = try run()
        #expect(records == 3 && bus.published.count == 1)
        #expect(bus.lost == [.undecodable: 2])
    }

    @Test func damageIsAnErrorAfterWhatWasWhole() throws {
        try write([record(at: 1)])
        let damage = [UInt8](repeating: 0xFF, count: 8)
        let handle = try #require(fopen(path, "a"))
        fwrite(damage, 1, damage.count, handle)
        fclose(handle)
        #expect(throws: DaemonError("\(path): damaged at byte 104: an entry of 4294967295 bytes")) { try run() }
    }
}
