import CLibbpf
import CTraceEvents
import CTracepoints
import Foundation
import Testing

@testable import EBPFExtractor

extension KernelTests {
    @Suite struct Ring {
        @Test func floodOfAFullRingIsCountedExactly() throws {
            let tracing = try Tracing(ringSize: 64 << 10)
            let fired = (0..<20_000).reduce(into: UInt64(0)) { fired, index in
                if fireMessage(pattern(index % 700), peer: Int64(index)) { fired += 1 }
            }
            let counters = try tracing.counters(TRACE_NET_INBOUND_MESSAGE)
            #expect(fired == 20_000)
            #expect(counters.hits == fired)
            #expect(counters.outcomes.ring_full > 0)
            #expect(counters.outcomes.submitted == UInt64(tracing.records().count))
        }

        /// Two threads hit the same probe, preempting each other in the program, while a third reads.
        @Test func hitsOfSeveralThreadsAreCountedExactly() throws {
            let tracing = try Tracing(ringSize: 256 << 10)
            let payload = pattern(300)
            let hits = 100_000
            let done = Flag()
            let threads = (0..<4).map { number in
                let thread = FinishingThread {
                    for index in 0..<hits where !fireMessage(payload, peer: Int64(number * hits + index)) { break }
                }
                thread.start()
                return thread
            }
            let watcher = FinishingThread {
                for thread in threads { thread.wait() }
                done.raise()
            }
            watcher.start()

            var received: UInt64 = 0
            var wrong = 0
            var last = [Int64](repeating: -1, count: 4)
            func read() {
                received += tracing.programs.consume { bytes in
                    let message = bytes.loadUnaligned(as: trace_net_message.self)
                    let number = Int(message.peer_id) / hits
                    // Of one thread, the records come in the order of its hits.
                    if !bytes.dropFirst(168).elementsEqual(payload) || message.peer_id <= last[number] { wrong += 1 }
                    last[number] = message.peer_id
                    return true
                }
            }
            while !done.isRaised {
                tracing.programs.wait(milliseconds: 1)
                read()
            }
            read()
            watcher.wait()

            let counters = try tracing.counters(TRACE_NET_INBOUND_MESSAGE)
            #expect(counters.hits == UInt64(4 * hits))
            #expect(counters.outcomes.submitted == received)
            #expect(counters.missed == 0)
            #expect(wrong == 0)
            #expect(tracing.programs.ring.unread == 0)
        }

        @Test func waitEndsEarlyOnlyPastTheWakeMark() throws {
            let tracing = try Tracing(ringSize: 1 << 20, wakeMark: 64 << 10)
            tracing.programs.wait(milliseconds: 0)
            #expect(fireMessage(pattern(500)))
            #expect(!tracing.programs.wait(milliseconds: 20))
            for _ in 0..<100 { _ = fireMessage(pattern(1000)) }
            #expect(tracing.programs.wait(milliseconds: 10_000))
            #expect(tracing.records().count == 101)
            #expect(!tracing.programs.wait(milliseconds: 20))
        }

        @Test func ringStateTellsItsFill() throws {
            let tracing = try Tracing(ringSize: 100_000)
            #expect(tracing.programs.ring.size == 131_072)
            #expect(tracing.programs.ring.unread == 0)
            _ = fireMessage(pattern(256))
            #expect(tracing.programs.ring.unread == 8 + 168 + 256)
            _ = tracing.records()
            #expect(tracing.programs.ring.unread == 0)
            #expect(tracing.programs.ring.produced == 8 + 168 + 256)
        }

        @Test func consumeStopsAfterTheRecordThatSaysSo() throws {
            let tracing = try Tracing()
            for peer in 0..<5 { _ = fireMessage([], peer: Int64(peer)) }
            var taken = 0
            #expect(
                tracing.programs.consume { _ in
                    taken += 1
                    return taken < 2
                } == 2)
            #expect(tracing.records().map { $0.load(trace_net_message.self).peer_id } == [2, 3, 4])
        }

        @Test func burstOfRemovalsFitsTheRing() throws {
            let tracing = try Tracing([TraceKind(TRACE_MEMPOOL_REMOVED)])
            let txid = pattern(32)
            for index in 0..<10_000 { _ = tracepoint_mempool_removed(txid, "block", 200, Int64(index), 0) }
            #expect(
                tracing.records().map { $0.load(trace_mempool_removed.self).fee_sat } == (0..<10_000).map(Int64.init))
        }
    }
}

/// A thread that can be waited for.
final class FinishingThread: @unchecked Sendable {
    private let finished = DispatchSemaphore(value: 0)
    private let body: @Sendable () -> Void

    init(_ body: @escaping @Sendable () -> Void) { self.body = body }

    func start() {
        Thread.detachNewThread { [self] in
            body()
            finished.signal()
        }
    }

    func wait() { finished.wait() }
}

final class Flag: @unchecked Sendable {
    private let lock = NSLock()
    private var raised = false
    var isRaised: Bool { lock.withLock { raised } }
    func raise() { lock.withLock { raised = true } }
}
