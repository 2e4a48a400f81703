import CTraceEvents
import CTracepoints
import Dispatch
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
            // A budget far below what is fired, so that one last drain is not enough.
            let input = RingInput(
                programs: programs,
                attachment: NodeAttachment(
                    programs: programs, path: "/proc/self/exe", pid: nil, pidFile: nil, wanted: kinds, logger: logger),
                publisher: RecordPublisher(bus: bus, node: nil, stampsPID: false), bus: bus,
                statistics: TraceStatistics(), recording: nil, logger: logger, drainBudget: 100)
            let (stop, fired) = (StopFlag(), Slot(UInt64(0)))
            let firing = FinishingThread {
                let txid = [UInt8](repeating: 7, count: 32)
                while !tracepoint_mempool_added(txid, 200, 0) {}
                for index in 1..<20_000 where tracepoint_mempool_added(txid, 200, Int64(index)) { fired.value += 1 }
                stop.value.store(true, ordering: .relaxed)
            }
            firing.start()
            try input.run(until: stop.value)
            firing.wait()
            #expect(fired.value == 19_999)
            #expect(UInt64(bus.published.count) == fired.value + 1)
            let last = try Event(decoding: try #require(bus.published.last).payload)
            #expect(last.sequence == 20_000)
        }
    }
}
