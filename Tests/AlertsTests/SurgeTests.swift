import Testing

@testable import Alerts

@Suite struct SurgeTests {
    private static let start: UInt64 = 1_700_000_040_000

    /// As many events a minute as `rates` says, evenly; returns the minute in which it was first too much.
    private func feed(_ surge: inout Surge, _ rates: [Int], from minute: Int = 0) -> Int? {
        for (index, rate) in rates.enumerated() {
            for event in 0..<rate {
                let now = Self.start + UInt64(minute + index) * 60_000 + UInt64(event) * 60_000 / UInt64(rate)
                if surge.add(now: now) != nil { return minute + index }
            }
        }
        return nil
    }

    @Test func untilTheUsualIsKnownTheStartingNumberCounts() {
        var surge = Surge(least: 10, factor: 4, start: 100)
        #expect(feed(&surge, Array(repeating: 90, count: 10)) == nil)
        var other = Surge(least: 10, factor: 4, start: 100)
        #expect(feed(&other, [50, 120]) == 1)
    }

    @Test func behindThatManyTimesTheUsualIsTooMuch() {
        var surge = Surge(least: 10, factor: 4, start: 1000)
        #expect(feed(&surge, Array(repeating: 50, count: 30)) == nil)
        #expect(abs(surge.usual.value - 50) < 1)
        #expect(feed(&surge, Array(repeating: 150, count: 5), from: 30) == nil)
        #expect(feed(&surge, [400], from: 35) == 35)
    }

    @Test func whatIsAlwaysFineStaysFine() {
        var surge = Surge(least: 100, factor: 4, start: 100)
        #expect(feed(&surge, Array(repeating: 1, count: 60)) == nil)
        #expect(feed(&surge, [90], from: 60) == nil)
        #expect(feed(&surge, [140], from: 62) == 62)
    }

    @Test func anAttackDoesNotMakeItselfUsual() {
        var surge = Surge(least: 10, factor: 4, start: 1000)
        _ = feed(&surge, Array(repeating: 20, count: 60))
        for minute in 60..<90 { _ = feed(&surge, [2000], from: minute) }
        #expect(surge.usual.value < 60)
        #expect(feed(&surge, [2000], from: 90) == 90)
    }

    @Test func evenForDaysItDoesNot() {
        // As the visitors of LinkingLion: 40 a minute where three are usual.
        var surge = Surge(least: 20, factor: 4, start: 20)
        _ = feed(&surge, Array(repeating: 3, count: 60))
        for minute in 60..<3000 { #expect(feed(&surge, [40], from: minute) == minute) }
    }

    @Test func norFromTheStart() {
        var surge = Surge(least: 20, factor: 4, start: 20)
        for minute in 0..<200 { #expect(feed(&surge, [40], from: minute) == minute) }
    }

    @Test func countsAreOfTheLastMinute() {
        var surge = Surge(least: 10, factor: 1, start: 10)
        for second in 0..<600 { #expect(surge.add(now: Self.start + UInt64(second) * 10_000) == nil) }
        #expect(surge.count <= 7)
        surge.move(to: Self.start + 7_200_000)
        #expect(surge.count == 0)
    }

    @Test func aMinutesPauseCountsAsNone() {
        var usual = UsualRate()
        for _ in 0..<30 { usual.add(60) }
        usual.add(0, weight: 30)
        #expect(abs(usual.value - 30) < 0.001)
    }
}
