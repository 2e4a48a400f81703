import CLibbpf
import Daemon
import Glibc
import Testing

@testable import EBPFExtractor

@Suite struct MonotonicClockTests {
    @Test func offsetLeadsToUnixTime() {
        let clock = MonotonicClock()
        let unix = MonotonicClock.read(CLOCK_MONOTONIC) + clock.offset
        #expect(abs(unix - MonotonicClock.read(CLOCK_REALTIME)) < MonotonicClock.step)
    }

    @Test func onlyAStepIsTold() {
        var clock = MonotonicClock()
        let start = clock.offset
        #expect(clock.update(to: start + MonotonicClock.step) == nil)
        #expect(clock.offset == start + MonotonicClock.step)
        #expect(clock.update(to: start) == nil)
        #expect(clock.update(to: start + MonotonicClock.step + 1) == MonotonicClock.step + 1)
        #expect(clock.update(to: start - 3_600_000_000_000) == -3_600_000_000_000 - MonotonicClock.step - 1)
        #expect(clock.update(to: start - 3_600_000_000_000) == nil)
    }
}

@Suite struct IdleWarningTests {
    @Test func warnsOnceUntilSomethingComes() {
        var idle = IdleWarning()
        let seconds = (1...200).map { ($0, idle.isDue(records: 0, attached: true)) }
        #expect(seconds.filter(\.1).map(\.0) == [60])
        let isDueAfterARecord = idle.isDue(records: 1, attached: true)
        #expect(!isDueAfterARecord)
        let again = (1...200).map { ($0, idle.isDue(records: 1, attached: true)) }
        #expect(again.filter(\.1).map(\.0) == [60])
    }

    @Test func doesNotWarnWithoutANode() {
        var idle = IdleWarning()
        let early = (1...59).filter { _ in idle.isDue(records: 0, attached: true) }
        let detached = (1...200).filter { _ in idle.isDue(records: 0, attached: false) }
        let attachedAgain = (1...59).filter { _ in idle.isDue(records: 0, attached: true) }
        #expect(early.isEmpty && detached.isEmpty && attachedAgain.isEmpty)
    }

    @Test func doesNotWarnWhileSomethingComes() {
        var idle = IdleWarning()
        let due = (1...200).filter { idle.isDue(records: UInt64($0 / 50), attached: true) }
        #expect(due.isEmpty)
    }
}

@Suite struct LostHitsTests {
    private func counters(full: UInt64, oversized: UInt64, fault: UInt64, missed: UInt64) -> trace_counters {
        var row = trace_counters()
        row.outcomes.submitted = 1000
        row.outcomes.ring_full = full
        row.outcomes.oversized = oversized
        row.outcomes.fault = fault
        row.missed = missed
        return row
    }

    @Test func lossesAreSummedOverTracepoints() {
        let rows = [
            counters(full: 1, oversized: 2, fault: 3, missed: 4),
            counters(full: 10, oversized: 20, fault: 30, missed: 40),
        ]
        let lost = LostHits(Dictionary(uniqueKeysWithValues: zip(TraceKind.allCases, rows)))
        #expect(lost.ringFull == 11 && lost.oversized == 22 && lost.fault == 77)
    }

    @Test func onlyWhatIsNewIsTold() {
        let kind = TraceKind.allCases[0]
        let earlier = LostHits([kind: counters(full: 1, oversized: 2, fault: 3, missed: 4)])
        let later = LostHits([kind: counters(full: 5, oversized: 2, fault: 4, missed: 6)])
        let new = Dictionary(uniqueKeysWithValues: later.since(earlier))
        #expect(new == [.ringFull: 4, .oversized: 0, .fault: 3])
    }
}
