import CTraceEvents
import CTracepoints
import Daemon
import Logging
import PeerObserver
import Synchronization
import TestSupport
import Testing

@testable import EBPFExtractor

extension KernelTests {
    @Suite struct Input {
        /// The probes are fired by this process, so its own executable is observed.
        @Test func everythingInTheRingIsPublishedBeforeItStops() throws {
            let kinds: Set<TraceKind> = [try #require(TraceKind(number: TRACE_MEMPOOL_ADDED.rawValue))]
            let programs = try TracePrograms(kinds: kinds, ringSize: 16 << 20)
            let logger = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
            let bus = RecordingBus()
            let attachment = NodeAttachment(
                programs: programs, path: "/proc/self/exe", pid: nil, pidFile: nil, wanted: kinds, logger: logger)
            // A budget far below what is fired, so that one last drain is not enough.
            let input = RingInput(
                programs: programs, attachment: attachment,
                publisher: RecordPublisher(bus: bus, publisher: EventPublisher(bus: bus, node: nil), stampsPID: false),
                bus: bus,
                statistics: TraceStatistics(), recording: nil, logger: logger, drainBudget: 100)
            try attachment.look(isFirst: true)
            let txid = [UInt8](repeating: 7, count: 32)
            for index in 0..<20_000 { #expect(tracepoint_mempool_added(txid, 200, Int64(index))) }
            let stop = StopFlag()
            stop.value.store(true, ordering: .relaxed)
            try input.run(until: stop.value)
            #expect(bus.published.count == 20_000)
            let last = try Event(decoding: try #require(bus.published.last).payload)
            #expect(last.sequence == 20_000)
        }
    }
}
