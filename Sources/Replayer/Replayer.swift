import ArchiveFormat
import Daemon
import Dispatch
import EventOutput
import Glibc
import Logging
import Synchronization

/// Has archives replayed on a thread of their own, until their end or until it is asked to stop, and tells how that went.
final class Replayer<Output: ReplayOutput>: Sendable {
    private let job: ReplayJob
    private let logger: Logger
    private let makeOutput: @Sendable () -> Output
    private let status = ReplayStatus()
    private let text = Mutex(ProgressText(now: Moment.now().monotonic))

    /// How long the thread may take to stop where it reads or writes just now.
    private static var patience: Duration { .seconds(2) }
    private static var logInterval: Duration { .seconds(10) }

    /// - Parameter output: called on the thread that the output then belongs to.
    init(job: ReplayJob, logger: Logger, output: @escaping @Sendable () -> Output) {
        self.job = job
        self.logger = logger
        makeOutput = output
    }

    func run(untilShutdown: @escaping @Sendable () async throws -> Void) async {
        let (stop, ended) = (InputStop(), AsyncStream.makeStream(of: Void.self))
        let shown = isProgressShown && StatusLine.isPossible ? StatusLine { [self] in line } : nil
        DispatchQueue(label: "replay").async { [self] in
            var replay = Replay(job: job, output: makeOutput(), logger: logger, status: status)
            replay.run(until: stop)
            ended.continuation.finish()
        }
        await withTaskGroup(of: Void.self) { group in
            group.addTask { for await _ in ended.stream {} }
            group.addTask {
                try? await untilShutdown()
                stop.request()
                // A thread that waits for whoever reads its output is left behind.
                try? await Task.sleep(for: Self.patience)
            }
            if isProgressShown, shown == nil { group.addTask { [self] in await logProgress() } }
            await group.next()
            group.cancelAll()
        }
        shown?.end()
        tellEnd()
    }

    /// Throws where not all that was asked for has got to where it was to go.
    /// - Parameter ledger: what became of published events.
    func checkOutcome(_ ledger: PublishLedger? = nil) throws(DaemonError) {
        let status = status.current
        let lost = ledger.map { $0.lost.total - $0.lost[.undecodable] } ?? 0
        let problems = [
            (UInt64(status.failed.count), "of \(job.files.count) archives could not be read to their end"),
            (status.undecodable, "events could not be decoded"), (lost, "events were lost"),
            (ledger?.inDoubt ?? 0, "events are in doubt: the connection broke before the server confirmed them"),
        ].filter { $0.0 > 0 }
        guard !problems.isEmpty else { return }
        throw DaemonError(problems.map { "\($0.0) \($0.1)" }.joined(separator: "; "))
    }

    // MARK: Telling

    private var isProgressShown: Bool {
        job.options.progress ?? (StatusLine.isPossible && (job.options.publish || isatty(STDOUT_FILENO) == 0))
    }

    private var line: String {
        text.withLock { $0.line(status.current, now: Moment.now().monotonic) }
    }

    private func logProgress() async {
        while (try? await Task.sleep(for: Self.logInterval)) != nil { logger.info("replaying: \(line)") }
    }

    private func tellEnd() {
        let status = status.current
        var metadata: Logger.Metadata = ["events": "\(status.events)", "filtered": "\(status.filtered)"]
        metadata["first"] = status.firstTime.map { "\(EventTime.text($0))" }
        metadata["last"] = status.lastTime.map { "\(EventTime.text($0))" }
        guard !status.isAtEnd else { return logger.info("replayed", metadata: metadata) }
        metadata["archive"] = "\(status.path)"
        metadata["bytes"] = "\(status.bytesRead) of \(status.totalBytes)"
        logger.info("interrupted", metadata: metadata)
    }
}
