import Testing

@testable import RPCExtractor

@Suite struct PollScheduleTests {
    private let start = ContinuousClock.now

    private func due(_ schedule: PollSchedule) -> Duration { schedule.due - start }

    @Test func roundsKeepTheirBeat() {
        var schedule = PollSchedule(interval: .seconds(10), first: start)
        schedule.advance(now: start + .seconds(3), nodeIsUp: true)
        #expect(due(schedule) == .seconds(10))
        schedule.advance(now: start + .milliseconds(10_500), nodeIsUp: true)
        #expect(due(schedule) == .seconds(20))
    }

    @Test func whatWasMissedIsLeftOut() {
        var schedule = PollSchedule(interval: .seconds(10), first: start)
        schedule.advance(now: start + .seconds(35), nodeIsUp: true)
        #expect(due(schedule) == .seconds(40))
    }

    @Test func lostNodeIsLookedForSoon() {
        var schedule = PollSchedule(interval: .seconds(120), first: start)
        schedule.advance(now: start + .seconds(1), nodeIsUp: false)
        #expect(due(schedule) == .seconds(11))
        var quick = PollSchedule(interval: .seconds(2), first: start)
        quick.advance(now: start + .seconds(1), nodeIsUp: false)
        #expect(due(quick) == .seconds(3))
    }
}
