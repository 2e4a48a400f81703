import ArchiveFormat
import Daemon
import Dispatch
import EventOutput
import Logging

/// Goes through archives, once or again and again, and gives events to an output when they are due. It belongs to one thread.
struct Replay<Output: ReplayOutput> {
    private let job: ReplayJob
    private var output: Output
    private let logger: Logger
    private let shared: ReplayStatus
    private var status = ReplayStatus.Snapshot()

    /// Waits that are worth a line in the log, in nanoseconds.
    private static var longWait: UInt64 { 10_000_000_000 }
    /// Too short to sleep for, in nanoseconds.
    private static var shortWait: UInt64 { 200_000 }
    private static var statusInterval: UInt64 { 256 }

    init(job: ReplayJob, output: Output, logger: Logger, status: ReplayStatus) {
        self.job = job
        self.output = output
        self.logger = logger
        shared = status
    }

    private enum End {
        case ofArchives, stopped, closed
    }

    mutating func run(until stop: InputStop) {
        while true {
            var archives = job.archives()
            status.totalBytes = archives.totalBytes
            if status.round == 1 {
                logger.info(
                    "replaying",
                    metadata: [
                        "archives": "\(job.files.count)", "outside_of_times": "\(archives.skippedArchives)",
                        "speed": "\(job.options.factor.map { "\($0)" } ?? "as fast as possible")",
                    ])
            }
            let before = status.events
            let end = round(&archives, until: stop)
            share(archives)
            guard end == .ofArchives else {
                status.isAtEnd = end == .closed
                break
            }
            status.isAtEnd = !job.options.loop
            guard job.options.loop else { break }
            guard status.events > before else {
                logger.warning("there is nothing to repeat")
                status.isAtEnd = true
                break
            }
            status.round += 1
            logger.info("from the beginning again", metadata: ["round": "\(status.round)"])
        }
        output.finish(until: stop)
        shared.current = status
    }

    private mutating func round(_ archives: inout MergedArchives, until stop: InputStop) -> End {
        var timeline = job.options.factor.map { Timeline(factor: $0) }
        var reported = 0
        var unread: UInt64 = 0
        var sinceShared: UInt64 = 0
        while !stop.isRequested {
            let hasEvent = archives.next()
            while reported < archives.failures.count {
                tell(archives.failures[reported])
                reported += 1
            }
            status.undecodable += archives.undecodableEvents - unread
            unread = archives.undecodableEvents
            guard hasEvent else { return .ofArchives }
            sinceShared += 1
            if sinceShared >= Self.statusInterval {
                share(archives)
                sinceShared = 0
            }
            var note = archives.note
            if note.node == nil { note.node = output.node }
            guard job.selection.admits(archives.event, kind: note.kind, node: note.node) else {
                status.filtered += 1
                continue
            }
            if let due = timeline?.due(note.time, now: Moment.now().monotonic) {
                guard sleep(until: due, archives, stop) else { return .closed }
            }
            let waited = output.waitForRoom(until: stop)
            if waited > 0 { timeline?.postpone(by: waited) }
            guard !stop.isRequested else { break }
            switch output.take(archives.event, note) {
            case .taken:
                status.events += 1
                status.firstTime = status.firstTime ?? note.time
                status.lastTime = note.time
                status.path = archives.path
            case .undecodable: status.undecodable += 1
            case .closed: return .closed
            }
        }
        return .stopped
    }

    /// False where nobody takes events any more.
    private mutating func sleep(until due: UInt64, _ archives: borrowing MergedArchives, _ stop: InputStop) -> Bool {
        var now = Moment.now().monotonic
        guard due > now + Self.shortWait else { return true }
        guard output.flush() else { return false }
        if due > now + Self.longWait {
            let seconds = (due - now) / 1_000_000_000
            logger.info(
                "waiting for the time of the next event",
                metadata: ["event": "\(EventTime.text(archives.note.time))", "seconds": "\(seconds)"])
        }
        status.waitingUntil = due
        share(archives)
        while now < due, !stop.isRequested {
            stop.sleep(.nanoseconds(Int(min(due - now, 3_600_000_000_000))))
            now = Moment.now().monotonic
        }
        status.waitingUntil = nil
        return true
    }

    private mutating func tell(_ failure: MergedArchives.Failure) {
        // In a later round it is nothing new.
        guard status.failed.insert(failure.path).inserted else { return }
        logger.error("\(failure.error)", metadata: ["archive": "\(failure.path)"])
    }

    private mutating func share(_ archives: borrowing MergedArchives) {
        status.bytesRead = archives.bytesRead
        shared.current = status
    }
}
