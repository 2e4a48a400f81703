import EventOutput
import Foundation
import Testing

@Suite struct EventTimeTests {
    @Test(
        arguments: [
            ("1970-01-01T00:00:00Z", 0), ("2023-11-14T22:13:20Z", 1_700_000_000_000),
            ("2023-11-14T22:13:20", 1_700_000_000_000), ("2023-11-14 22:13:20.5", 1_700_000_000_500),
            ("2023-11-14t22:13:20.1239z", 1_700_000_000_123), ("2023-11-14T23:13:20+01:00", 1_700_000_000_000),
            ("2023-11-14T16:43:20-05:30", 1_700_000_000_000), ("2023-11-14", 1_699_920_000_000),
            ("2023-11-14T22:13", 1_699_999_980_000), ("2024-02-29", 1_709_164_800_000), ("2000-02-29", 951_782_400_000),
            ("2016-12-31T23:59:60Z", 1_483_228_800_000), ("9999-12-31", 253_402_214_400_000),
        ] as [(String, UInt64)])
    func readsRFC3339(text: String, milliseconds: UInt64) {
        #expect(EventTime.milliseconds(text) == milliseconds)
    }

    @Test(arguments: [
        "", "2023", "2023-1-1", "2023-13-01", "2023-00-01", "2023-02-29", "2100-02-29", "2023-04-31", "1969-12-31",
        "2023-11-14T", "2023-11-14T24:00", "2023-11-14T22:60", "2023-11-14T22:13:61", "2023-11-14T22:13:20.",
        "2023-11-14T22:13:20+1", "2023-11-14T22:13:20Zx", "2023-11-14x22:13", "1970-01-01T00:00:00+01:00", "２０２３-11-14",
    ])
    func refusesWhatIsNoTime(text: String) {
        #expect(EventTime.milliseconds(text) == nil)
    }

    /// Foundation is the judge.
    @Test func writesAndReadsEveryDayAsFoundationDoes() {
        let judge = Date.ISO8601FormatStyle(includingFractionalSeconds: true)
        for day in stride(from: UInt64(0), to: 80_000, by: 7) {
            let time = day * 86_400_000 + day % 1000 + day * 977 % 86_400 * 1000
            let text = EventTime.text(time)
            #expect(text == judge.format(Date(timeIntervalSince1970: Double(time) / 1000 + 0.0001)))
            #expect(EventTime.milliseconds(text) == time)
        }
    }

    @Test func writesWhatNoClockTells() {
        #expect(EventTime.text(.max).hasSuffix("Z"))
    }
}
