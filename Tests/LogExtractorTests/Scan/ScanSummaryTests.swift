import TestSupport
import Testing

@testable import LogExtractor

struct ScanSummaryTests {
    private func summary() throws -> ScanSummary {
        let directory = try TemporaryDirectory()
        let lines = [
            "2026-11-21T10:00:00.000001Z [msghand] [net] one", "2026-11-21T10:00:00.000003Z [msghand] [net] two",
            "2026-11-21T10:00:00.000002Z [error] three", "2026-11-21T10:00:00Z [newcategory:debug] four",
        ]
        let path = try directory.write(lines.joined(separator: "\n"), to: "a.log")
        var scans = [FileScan.run(path, events: nil) { _ in }, FileScan.run("/nonexistent", events: nil) { _ in }]
        scans[0].path = "a.log"
        return ScanSummary(scans)
    }

    @Test func textHasEveryRow() throws {
        let text = try summary().text
        let expected = """
            files                            2
            lines                            4
            bytes                          183
            first  2026-11-21T10:00:00.000000Z
            last   2026-11-21T10:00:00.000003Z

            category  level  lines
            none      error      1
            net       debug      2
            other     debug      1

            event    lines
            unknown      4

            """
        #expect(text == expected, "\(text)")
    }

    @Test func jsonHasEveryFile() throws {
        let json = try summary().json()
        for part in [
            "\"problem\" : \"/nonexistent: No such file or directory\"", "\"path\" : \"a.log\"", "\"lines\" : 4",
            "\"first_time\" : \"2026-11-21T10:00:00.000000Z\"", "\"name\" : \"net\"",
        ] {
            #expect(json.contains(part), "\(json)")
        }
    }

    @Test func progressShowsShareRateAndTime() {
        #expect(
            ScanProgress.line(50_000_000, of: 100_000_000, seconds: 0.5)
                == "[###############...............] 50 % of 100 MB, 100 MB/s, 0 s left")
        #expect(ScanProgress.line(50_000_000, of: 0, seconds: 1) == "50 MB, 50 MB/s")
        #expect(ScanProgress.line(200, of: 100, seconds: 0).hasPrefix("[##############################] 100 %"))
    }
}
