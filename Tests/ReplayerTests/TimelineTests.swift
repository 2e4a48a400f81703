import Testing

@testable import Replayer

@Suite struct TimelineTests {
    @Test(
        arguments: [(1, 2_000_000_000), (2, 1_000_000_000), (0.5, 4_000_000_000), (1000, 2_000_000)]
            as [(Double, UInt64)])
    func gapsAreDividedByTheFactor(factor: Double, gap: UInt64) {
        var timeline = Timeline(factor: factor)
        #expect(timeline.due(10_000, now: 7) == 7)
        #expect(timeline.due(12_000, now: 8) == 7 + gap)
    }

    /// Every sleep is some time too long; that of the last event is what remains of it.
    @Test func latenessDoesNotAddUp() {
        var timeline = Timeline(factor: 1)
        var now: UInt64 = 0
        for event in 0...1000 {
            now = max(now, timeline.due(UInt64(event), now: now)) + 70_000
        }
        #expect(now == 1_000_000_000 + 70_000)
    }

    @Test func olderEventsThanTheFirstAreDueAtOnce() {
        var timeline = Timeline(factor: 1)
        _ = timeline.due(5000, now: 100)
        #expect(timeline.due(0, now: 200) == 100)
        #expect(timeline.due(5001, now: 200) == 100 + 1_000_000)
    }

    @Test func forgedTimesDoNotTrap() {
        var timeline = Timeline(factor: 1e-300)
        _ = timeline.due(0, now: 1 << 60)
        #expect(timeline.due(.max, now: 1 << 60) > 1 << 61)
    }

    @Test func whatWasHeldUpComesLater() {
        var timeline = Timeline(factor: 1)
        _ = timeline.due(0, now: 0)
        timeline.postpone(by: 500)
        #expect(timeline.due(1, now: 0) == 1_000_500)
    }

    @Test(arguments: ["0", "1", "0.25", "1e3"]) func speedsAreNumbersFromZeroOn(text: String) {
        #expect(ReplaySpeed(argument: text)?.factor == Double(text))
    }

    @Test(arguments: ["-1", "nan", "inf", "fast", "", "2x"]) func otherSpeedsAreRefused(text: String) {
        #expect(ReplaySpeed(argument: text) == nil)
    }
}
