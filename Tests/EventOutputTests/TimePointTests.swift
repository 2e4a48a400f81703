import EventOutput
import Testing

@Suite struct TimePointTests {
    @Test(
        arguments: [
            ("2023-11-14T22:13:20Z", .absolute(1_700_000_000_000)), ("1700000000", .absolute(1_700_000_000_000)),
            ("1700000000.25", .absolute(1_700_000_000_250)), ("0", .absolute(0)), ("+10m", .afterStart(600_000)),
            ("+90", .afterStart(90_000)), ("+1h30m", .afterStart(5_400_000)), ("+250ms", .afterStart(250)),
            ("+1.5s", .afterStart(1500)), ("+2d", .afterStart(172_800_000)), ("+0", .afterStart(0)),
        ] as [(String, TimePoint)])
    func readsEveryForm(text: String, point: TimePoint) {
        #expect(TimePoint(argument: text) == point)
    }

    @Test(arguments: [
        "", "+", "-1", "1e9", "+10x", "+m", "+1h-3m", "now", "1.", ".5", "+1.2.3s", "18446744073709551615",
        "+18446744073709551615s", "+9999999999999999999999d", "+18446744073709551615ms1ms",
    ])
    func refusesWhatIsNone(text: String) {
        #expect(TimePoint(argument: text) == nil)
    }

    @Test func relativeOnesCountFromTheFirstEvent() {
        #expect(TimePoint.afterStart(5).milliseconds(start: 100) == 105)
        #expect(TimePoint.afterStart(5).milliseconds(start: .max) == .max)
        #expect(TimePoint.absolute(5).milliseconds(start: 100) == 5)
    }
}
