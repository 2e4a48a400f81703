import NIOCore
import Testing

@testable import WebSocketTool

@Suite struct BacklogTurnsTests {
    private func time(_ milliseconds: UInt64) -> NIODeadline {
        .uptimeNanoseconds(1_000_000_000 + milliseconds * 1_000_000)
    }

    @Test func whoIsAloneDoesNotWait() {
        var turns = BacklogTurns<Int>()
        #expect(turns.next(now: time(0)) == .rest)
        turns.enter(1)
        #expect(turns.next(now: time(0)) == .serve)
        #expect(turns.take() == 1 && turns.next(now: time(0)) == .rest)
    }

    @Test func aPauseFollowsThatIsFourTimesTheWork() {
        var turns = BacklogTurns<Int>()
        turns.enter(1)
        turns.enter(2)
        _ = turns.take()
        turns.served(.milliseconds(5), now: time(5))
        #expect(turns.next(now: time(5)) == .wait(until: time(25)))
        #expect(turns.next(now: time(24)) == .wait(until: time(25)))
        #expect(turns.next(now: time(25)) == .serve)
        #expect(turns.take() == 2)
    }

    @Test func takesTheFirstFirstHoweverManyWait() {
        var turns = BacklogTurns<Int>()
        for number in 0..<300 { turns.enter(number) }
        #expect((0..<200).map { _ in turns.take() } == Array(0..<200))
        turns.enter(300)
        #expect((200...300).map { _ in turns.take() } == Array(200...300))
        #expect(turns.next(now: time(0)) == .rest)
    }

    @Test func allTogetherTakeAFifthOfTheTime() {
        var (turns, now, worked) = (BacklogTurns<Int>(), UInt64(0), UInt64(0))
        for number in 0..<100 { turns.enter(number) }
        while now < 1000 {
            switch turns.next(now: time(now)) {
            case .rest: Issue.record("somebody waits")
            case .wait(let until): now = (until.uptimeNanoseconds - 1_000_000_000) / 1_000_000
            case .serve:
                turns.enter(turns.take())
                turns.served(.milliseconds(3), now: time(now + 3))
                (now, worked) = (now + 3, worked + 3)
            }
        }
        #expect(worked * 5 <= now + 15)
    }
}
