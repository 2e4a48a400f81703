import ArchiveFormat
import Daemon
import Logging
import PeerObserver

/// The archive that is being written, and when the next one begins. What cannot be written is counted, and tried again
/// when there may be room.
struct Rotation: ~Copyable, Sendable {
    struct Limits: Sendable {
        /// Bytes of an archive.
        var size: UInt64 = 256 << 20
        /// nil for no limit.
        var age: Duration? = .seconds(15 * 60)
        var blockInterval = Duration.seconds(2)
    }

    /// What was done, for metrics.
    struct Totals: Sendable {
        var events: UInt64 = 0
        /// The same by kind.
        var kinds: [String: UInt64] = [:]
        var contentBytes: UInt64 = 0
        var fileBytes: UInt64 = 0
        var closedFiles: UInt64 = 0
        var blocks: UInt64 = 0
        var errors: UInt64 = 0
        /// Events that were taken and could not be written.
        var lost: UInt64 = 0
        /// Events that were not taken, since nothing could be written.
        var refused: UInt64 = 0
    }

    private var header: ArchiveHeader
    private let settings: ArchiveSettings
    private let limits: Limits
    private let clock: @Sendable () -> Moment
    private let logger: Logger
    private(set) var folder: ArchiveFolder
    private var writer: ArchiveWriter?
    private var opened: Duration = .zero
    private var blockBegan: Duration = .zero
    private var files: UInt64 = 0
    private var trouble: Trouble?
    private var nextDeletion: Duration = .zero
    private(set) var totals = Totals()
    /// All that was lost on the way here, by reason.
    private let losses: @Sendable () -> LossCounts
    private var knownLosses = LossCounts()

    private struct Trouble {
        var lost: UInt64 = 0
        var nextTry: Duration
    }

    /// Pause between two attempts to write again.
    private static let pause = Duration.seconds(1)
    /// Pause between two looks for archives to delete, beside those when one was closed.
    private static let deletionPause = Duration.seconds(60)
    /// Bytes that must be free for that.
    static let neededRoom: UInt64 = 4 << 20

    /// - Parameter header: of every archive, but for its time and number.
    init(
        folder: ArchiveFolder, header: ArchiveHeader, settings: ArchiveSettings, limits: Limits, logger: Logger,
        losses: @escaping @Sendable () -> LossCounts = { LossCounts() },
        clock: @escaping @Sendable () -> Moment = Moment.now
    ) {
        self.folder = folder
        self.header = header
        self.settings = settings
        self.limits = limits
        self.logger = logger
        self.losses = losses
        self.clock = clock
    }

    var isWriting: Bool { trouble == nil }
    /// Events that are in no whole block yet.
    var held: UInt64 {
        switch writer {
        case .some(let open): open.pendingEvents
        case nil: 0
        }
    }
    /// Of the open archive.
    var size: UInt64 {
        switch writer {
        case .some(let open): open.size
        case nil: 0
        }
    }
    var age: Duration { isOpen ? clock().running - opened : .zero }

    private var isOpen: Bool {
        switch writer {
        case .some: true
        case nil: false
        }
    }

    // MARK: Events

    /// Adds an event; false where there is nothing to write to. One that is added and then cannot be written is counted in
    /// `totals.lost`.
    mutating func append(_ event: RawSpan, suffix: [UInt8], _ note: EventNote) -> Bool {
        if !isOpen, !open() {
            trouble?.lost += 1
            totals.refused += 1
            return false
        }
        if held == 0 { blockBegan = clock().running }
        do throws(ArchiveError) {
            totals.contentBytes += UInt64(event.byteCount + suffix.count)
            try writer?.append(event, suffix: suffix, note)
            if writer?.isBlockFull == true { try endBlockAndRotate() }
        } catch {
            fail(error)
        }
        return true
    }

    /// Takes note of a message of the JetStream stream that is not kept.
    mutating func pass(_ streamSequence: UInt64) { writer?.pass(streamSequence) }

    /// Ends the block where it is old enough; `force` always.
    mutating func endBlock(force: Bool = false) {
        guard held > 0, force || clock().running - blockBegan >= limits.blockInterval else { return }
        do throws(ArchiveError) {
            try endBlockAndRotate()
        } catch {
            fail(error)
        }
    }

    private mutating func endBlockAndRotate() throws(ArchiveError) {
        try writeBlock()
        if size >= limits.size { try rotate() }
    }

    private mutating func writeBlock() throws(ArchiveError) {
        guard held > 0 else { return }
        let (count, before) = (held, writer?.writtenBytes ?? 0)
        let block = try writer?.endBlock()
        totals.events += count
        totals.blocks += 1
        for kind in block?.kinds ?? [] { totals.kinds[kind.kind, default: 0] += kind.events }
        totals.fileBytes += (writer?.writtenBytes ?? 0) - before
    }

    // MARK: Archives

    /// The next archive is of this stream.
    mutating func begin(_ stream: StreamIdentity) {
        close()
        header.stream = stream.name
        header.streamCreatedNs = stream.created
    }

    /// Begins an archive where there is none, so that a folder that cannot be written to is seen at once.
    mutating func start() throws(ArchiveError) {
        guard !isOpen else { return }
        try begin()
    }

    /// To be called every second or so: rotates by age, tries again after errors, deletes what has expired.
    mutating func tick() {
        let now = clock()
        if let age = limits.age, isOpen, now.running - opened >= age {
            do throws(ArchiveError) {
                if (writer?.events ?? 0) + held > 0 { try rotate() } else { opened = now.running }
            } catch {
                fail(error)
            }
        }
        if let trouble, now.running >= trouble.nextTry { _ = open() }
        if now.running >= nextDeletion {
            nextDeletion = now.running + Self.deletionPause
            folder.deleteExpired(now: now.seconds)
        }
    }

    /// An archive of an earlier run was given its end.
    mutating func note(recovered archive: ClosedArchive) {
        folder.note(recovered: archive)
        folder.deleteExpired(now: clock().seconds)
    }

    /// Ends the archive.
    mutating func close() {
        do throws(ArchiveError) {
            try closeWriter()
        } catch {
            fail(error)
        }
    }

    private mutating func rotate() throws(ArchiveError) {
        try closeWriter()
        try begin()
    }

    private mutating func closeWriter() throws(ArchiveError) {
        try writeBlock()
        guard let open = writer.take() else { return }
        guard open.events > 0 else { return try open.discard() }
        note(try open.close(lost: newLosses()))
    }

    private mutating func note(_ archive: ClosedArchive) {
        totals.closedFiles += 1
        folder.note(archive)
        logger.info(
            "closed an archive",
            metadata: [
                "file": "\(archive.path)", "events": "\(archive.summary.events)", "bytes": "\(archive.size)",
            ])
        folder.deleteExpired(now: clock().seconds)
    }

    /// What was lost since the last archive, for its index.
    private mutating func newLosses() -> [LostCount] {
        let now = losses()
        defer { knownLosses = now }
        return LossReason.allCases.compactMap { reason in
            let count = now[reason] - min(knownLosses[reason], now[reason])
            return count > 0 ? LostCount(reason: reason.rawValue, events: count) : nil
        }
    }

    private mutating func begin() throws(ArchiveError) {
        let now = clock()
        var header = header
        header.created = now.seconds
        header.createdNs = now.wall
        header.fileNumber = files + 1
        var milliseconds = now.milliseconds
        while true {
            let name = ArchiveName.name(base: folder.base, milliseconds: milliseconds, level: settings.level)
            do throws(ArchiveError) {
                writer = try ArchiveWriter(path: "\(folder.path)/\(name)", header: header, settings: settings)
                break
            } catch {
                // Another archive of the same millisecond.
                guard case .file(_, "create", let code) = error, code == ArchiveError.alreadyThere,
                    milliseconds < now.milliseconds + 1000
                else { throw error }
                milliseconds += 1
            }
        }
        files += 1
        opened = now.running
        if let over = trouble {
            logger.notice("archives are written again", metadata: ["lost": "\(over.lost)"])
            trouble = nil
        }
    }

    // MARK: Trouble

    /// Begins an archive where that is worth a try; false where there is none then.
    private mutating func open() -> Bool {
        if let trouble {
            guard clock().running >= trouble.nextTry else { return false }
            guard (folder.freeBytes ?? .max) >= Self.neededRoom else {
                self.trouble?.nextTry = clock().running + Self.pause
                return false
            }
        }
        do throws(ArchiveError) {
            // What could not even be ended can be now.
            if trouble != nil { _ = folder.recoverAll(sync: settings.sync, onlyIndexed: settings.needsIndex) }
            try begin()
            return true
        } catch {
            fail(error)
            return false
        }
    }

    /// Ends the archive behind what is written, and stops writing for a while.
    private mutating func fail(_ error: ArchiveError) {
        totals.errors += 1
        var lost: UInt64 = 0
        if let open = writer.take() {
            lost = open.pendingEvents
            do throws(ArchiveError) {
                let (archive, count) = try open.abandon(lost: newLosses())
                lost = count
                if archive.summary.events > 0 { note(archive) } else { try? archive.remove() }
            } catch {
                logger.warning("left an archive to be recovered at the next start", metadata: ["reason": "\(error)"])
            }
        }
        totals.lost += lost
        if trouble == nil {
            logger.error("cannot write archives; trying again until it works", metadata: ["reason": "\(error)"])
        }
        trouble = Trouble(lost: (trouble?.lost ?? 0) + lost, nextTry: clock().running + Self.pause)
    }
}
