import Testing

@testable import Replayer

@Suite struct ProgressTextTests {
    private static let second: UInt64 = 1_000_000_000

    @Test func tellsPlaceRateAndTimeLeft() {
        var text = ProgressText(now: 0)
        var status = ReplayStatus.Snapshot()
        status.totalBytes = 100_000_000
        status.bytesRead = 25_000_000
        status.events = 40_000
        status.lastTime = 1_700_000_000_123
        #expect(
            text.line(status, now: 2 * Self.second)
                == "[#######.......................] 25 % of 100 MB, 2023-11-14T22:13:20.123Z, 20000 events/s, 6s left")
    }

    @Test func theRateIsThatOfTheLastSeconds() {
        var text = ProgressText(now: 0)
        var status = ReplayStatus.Snapshot()
        for tenth in UInt64(1)...50 {
            status.events += tenth <= 20 ? 1000 : 10
            let line = text.line(status, now: tenth * Self.second / 10)
            if tenth == 20 { #expect(line.contains(" 10000 events/s")) }
            if tenth == 50 { #expect(line.contains(" 100 events/s")) }
        }
    }

    @Test func aPipeHasNoPlace() {
        var text = ProgressText(now: 0)
        var status = ReplayStatus.Snapshot()
        status.events = 7
        #expect(text.line(status, now: Self.second) == "7 events, 7 events/s")
    }

    @Test func aLongGapTellsWhenItEnds() {
        var text = ProgressText(now: 0)
        var status = ReplayStatus.Snapshot()
        status.waitingUntil = 4000 * Self.second
        #expect(text.line(status, now: Self.second).hasSuffix("next event in 1h 6m"))
    }

    @Test func roundsAreNumberedAndMeasuredFromTheirBeginning() {
        var text = ProgressText(now: 0)
        var status = ReplayStatus.Snapshot()
        status.totalBytes = 1000
        status.round = 2
        _ = text.line(status, now: 100 * Self.second)
        status.bytesRead = 500
        #expect(text.line(status, now: 101 * Self.second).hasSuffix("1s left, round 2"))
    }

    @Test func noNumberTraps() {
        var text = ProgressText(now: 5)
        let status = ReplayStatus.Snapshot(
            events: .max, bytesRead: .max, totalBytes: 1, lastTime: .max, waitingUntil: 1 << 63, round: .max)
        _ = text.line(status, now: 5)
        _ = text.line(ReplayStatus.Snapshot(), now: 1 << 62)
        _ = text.line(status, now: 1 << 62)
    }
}
