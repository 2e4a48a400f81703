import ArgumentParser
import Daemon
import Dispatch
import Glibc
import Synchronization

/// Reads whole log files and tells what is in them; needs no NATS server.
struct ScanCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "scan", abstract: "Counts the lines of log files by category and event, or prints their events.",
        discussion: """
            Files may be compressed with gzip or zstd. A file that cannot be read to its end is named on stderr, counts as \
            far as it goes, and makes the exit code 1.
            """)

    @Argument(help: "Log files.")
    var files: [String]

    @Flag(help: "Print the summary as JSON.")
    var json = false

    @Flag(help: "Print every line's event instead of a summary: one JSON object a line, as the logger does.")
    var events = false

    @Option(
        name: .shortAndLong,
        help: "Files that are read at the same time. (default: one for each CPU; 1 with --events, to keep their order)")
    var jobs: Int?

    func validate() throws {
        if json, events { throw ValidationError("give --json or --events, not both") }
        if let jobs, !(1...1024 ~= jobs) { throw ValidationError("--jobs takes 1 to 1024") }
    }

    func run() throws {
        let progress = ScanProgress(total: files.reduce(0) { $0 + (LogFile.look(at: $1)?.size ?? 0) })
        let scans = scan(progress)
        progress.end()
        if !events {
            let summary = ScanSummary(scans)
            print(json ? try summary.json() : summary.text, terminator: json ? "\n" : "")
        }
        let problems = scans.compactMap(\.problem)
        for problem in problems {
            let line = Array("error: \(LogText.printable(problem))\n".utf8)
            _ = write(STDERR_FILENO, line, line.count)
        }
        if !problems.isEmpty { throw ExitCode.failure }
    }

    /// Every file's scan, in the order in which they were given.
    private func scan(_ progress: ScanProgress) -> [FileScan] {
        let turn = ScanTurn()
        let wanted = jobs ?? (events ? 1 : Int(sysconf(Int32(_SC_NPROCESSORS_ONLN))))
        let next = Atomic(0)
        let results = Mutex([Int: FileScan]())
        DispatchQueue.concurrentPerform(iterations: max(1, min(wanted, files.count))) { _ in
            while case let index = next.wrappingAdd(1, ordering: .relaxed).oldValue, index < files.count {
                let output = events ? ScanEvents(turn: turn) : nil
                let scan = FileScan.run(files[index], events: output) { progress.add($0) }
                results.withLock { $0[index] = scan }
            }
        }
        return results.withLock { results in files.indices.compactMap { results[$0] } }
    }
}
