import ArchiveFormat
import ArgumentParser
import PeerObserver

struct InfoCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "info", abstract: "Tells what archives hold: counts, times, rates, and what is missing.",
        discussion:
            "What has an index is not read further, unless --full asks for it: types of messages and peers stand in no index."
    )

    @OptionGroup var input: InputOptions

    @Flag(help: "Reads everything, and counts types of messages and peers.")
    var full = false

    @Flag(help: "Lists each archive.")
    var files = false

    @Flag(help: "Prints one JSON object.")
    var json = false

    func run() throws {
        var totals = ReportTotals()
        var reports: [ArchiveReport] = []
        var tally = MessageTally()
        for path in try input.paths() {
            let report = ArchiveReport(of: path, full: full) { note, event in
                if full { tally.add(note.kind, event) }
            }
            totals.add(report)
            if let error = report.error { Console.error("\(path): \(error)") }
            reports.append(report.shortened)
        }
        let told = full ? tally : nil
        if json {
            ReportJSON.make(totals, reports, told).withUnsafeBytes { Console.output($0) }
        } else {
            var text = ReportText(totals, reports, told, listsFiles: files)
            Console.output(text.make())
        }
        guard reports.contains(where: { $0.state != .unreadable }) else { throw ToolExit.failed.error }
        guard reports.allSatisfy(\.isWell) else { throw ToolExit.damaged.error }
    }
}

extension ArchiveReport {
    /// Without what the totals hold already: there may be thousands.
    fileprivate var shortened: Self {
        var report = self
        (report.kinds, report.streams, report.lost) = ([], [], [])
        return report
    }
}
