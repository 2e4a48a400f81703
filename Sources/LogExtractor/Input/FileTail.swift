import Daemon
import Dispatch
import Glibc
import Logging

/// Follows a log file through rotation, truncation and rewriting, and remembers how far it was read.
///
/// Files are looked at every 25 ms: a wake-up for each line would cost more than the line.
final class FileTail {
    private enum State {
        /// There is no file yet.
        case waiting
        case reading(LogReader)
        /// The content in front of the position is gone: looking for where it is now, since then.
        case locating(TailPosition, since: DispatchTime)
    }

    private let files: RotatedFiles
    private let publisher: LinePublisher
    private let flow: any BusFlow
    private let keeper: PositionKeeper
    private let statistics: LogStatistics
    private let logger: Logger
    private let fromEnd: Bool
    private var state: State
    /// The path names another file than the one that is read.
    private var isRotated = false
    /// Files that were read to their end.
    private var read: Set<LogFile.Identity> = []
    private var changes = FileChanges()
    private var isMissing = false
    /// Whether the log is known: what comes in another file is new from its first line on.
    private var hasBegun = false
    private var cut: UInt64 = 0

    /// A file can be read faster than a bus takes it; what is on its way is bounded instead of lost.
    private static let mostInFlight: UInt64 = 32_768
    private static let lookMilliseconds = 25
    private static let tickNanoseconds: UInt64 = 500_000_000
    private static let drainNanoseconds: UInt64 = 5_000_000_000
    /// How long a rewriting of the file may take: Core empties its log and then writes 10 MB.
    private let patienceNanoseconds: UInt64

    /// - Parameter fromEnd: whether to pass over what is in the log when there is no position yet.
    init(
        path: String, positionFile: PositionFile, fromEnd: Bool, publisher: LinePublisher, flow: any BusFlow,
        statistics: LogStatistics, logger: Logger, patienceNanoseconds: UInt64 = 1_000_000_000
    ) throws(DaemonError) {
        files = RotatedFiles(path: path)
        self.publisher = publisher
        self.flow = flow
        self.statistics = statistics
        self.logger = logger
        self.fromEnd = fromEnd
        self.patienceNanoseconds = patienceNanoseconds
        let position = try positionFile.read()
        try positionFile.check()
        keeper = PositionKeeper(positionFile, flow: flow, logger: logger, saved: position)
        state = position.map { .locating($0, since: .now()) } ?? .waiting
        if position == nil { try begin() }
    }

    /// Blocks until `stop` is requested; then waits until what was read is confirmed.
    func run(until stop: InputStop, heartbeat: Heartbeat? = nil) throws(DaemonError) {
        var nextTick = DispatchTime.now().uptimeNanoseconds
        while !stop.isRequested {
            heartbeat?.beat()
            let isBusy = flow.isConnected && flow.inFlight < Self.mostInFlight ? try step() : false
            let now = DispatchTime.now().uptimeNanoseconds
            if now >= nextTick {
                tick()
                nextTick = now + Self.tickNanoseconds
            }
            // A bus that is behind is looked at sooner than a file without news.
            if !isBusy { stop.sleep(milliseconds: flow.inFlight < Self.mostInFlight ? Self.lookMilliseconds : 2) }
        }
        drain()
    }

    /// Reads one piece, or looks for what comes next; false when there is nothing to do for now.
    func step() throws(DaemonError) -> Bool {
        switch state {
        case .waiting:
            try begin()
            if case .waiting = state { return false }
            return true
        case .locating(let position, let since): return try locate(position, since: since)
        case .reading(let reader):
            switch try reader.read(publisher.publish) {
            case .lines: return true
            case .end: return try lookForNext(after: reader)
            case .replaced:
                cut += reader.scanner.cut
                state = .locating(reader.place, since: .now())
                return true
            }
        }
    }

    /// Saves what may be saved, and tells the counts.
    func tick() {
        var lag: UInt64 = 0
        if case .reading(let reader) = state {
            keeper.look(reader.position, lines: publisher.counts.lines)
            lag = reader.lag
        } else {
            keeper.look(nil, lines: publisher.counts.lines)
        }
        statistics.update { values in
            values.counts = publisher.counts
            values.cut = cut + currentCut
            values.lag = lag
            values.changes = changes
            values.positionFailures = keeper.failures
        }
    }

    private var currentCut: UInt64 {
        if case .reading(let reader) = state { reader.scanner.cut } else { 0 }
    }

    /// Opens the log for the first time.
    private func begin() throws(DaemonError) {
        guard let file = try open() else { return }
        let offset = fromEnd && !hasBegun ? try Self.lastLineEnd(file) : 0
        hasBegun = true
        let tail = try file.bytes(
            at: offset - min(offset, UInt64(TailPosition.tailSize)), count: min(Int(offset), TailPosition.tailSize))
        start(LogReader(file, offset: offset, tail: tail))
        logger.info("reading \(file.path)", metadata: ["from": "\(offset)"])
    }

    private func open() throws(DaemonError) -> LogFile? {
        if let file = LogFile(path: files.path) {
            isMissing = false
            return file
        }
        guard errno != EINVAL else {
            throw DaemonError("\(files.path) is no regular file", hint: "for a FIFO there is --bitcoind-pipe")
        }
        let reason = String(cString: strerror(errno))
        if !isMissing { logger.warning("waiting for \(files.path): \(reason)") }
        (isMissing, hasBegun) = (true, true)
        return nil
    }

    private func start(_ reader: LogReader) {
        cut += currentCut
        isRotated = false
        state = .reading(reader)
    }

    private func locate(_ position: TailPosition, since: DispatchTime) throws(DaemonError) -> Bool {
        let path = files.path
        switch try files.find(position) {
        case .inPlace(let file):
            logger.info("going on in \(path)", metadata: ["from": "\(position.offset)"])
            start(LogReader(file, offset: position.offset, tail: position.tail))
        case .rotated(let file):
            logger.info("going on in \(file.path), which \(path) became", metadata: ["from": "\(position.offset)"])
            start(LogReader(file, offset: position.offset, tail: position.tail))
        case .shrunk(let file, let offset):
            changes.shrinks += 1
            logger.info("\(path) was shrunk", metadata: ["before": "\(position.offset)", "from": "\(offset)"])
            start(LogReader(file, offset: offset, tail: position.tail))
        case nil:
            guard DispatchTime.now().uptimeNanoseconds - since.uptimeNanoseconds >= patienceNanoseconds else {
                return false
            }
            guard let file = try open() else { return false }
            changes.truncations += 1
            logger.warning("\(path) is another file than before, or was cut off; what was not read of it is gone")
            start(LogReader(file))
        }
        hasBegun = true
        return true
    }

    /// At the end of a file: the next one, where the path names another.
    private func lookForNext(after reader: LogReader) throws(DaemonError) -> Bool {
        // The node goes on in the old file until it writes the first line to the new one.
        guard let now = LogFile.look(at: files.path), now.identity != reader.file.identity, now.size > 0 else {
            isRotated = false
            return false
        }
        guard isRotated else {
            // Once more: lines may have come between the reading and the look.
            isRotated = true
            return true
        }
        var next = try files.next(after: reader, without: read)
        if next == nil { next = try open() }
        guard let next else { return false }
        try reader.finish(publisher.publish)
        changes.rotations += 1
        if read.count > 1000 { read.removeAll() }
        read.insert(reader.file.identity)
        logger.info("\(reader.file.path) is read to its end; going on in \(next.path)")
        start(LogReader(next))
        return true
    }

    private func drain() {
        let end = DispatchTime.now().uptimeNanoseconds + Self.drainNanoseconds
        let pause = DispatchSemaphore(value: 0)
        while flow.isConnected, flow.inFlight > 0, DispatchTime.now().uptimeNanoseconds < end {
            _ = pause.wait(timeout: .now() + .milliseconds(2))
        }
        // The first may save an older place that was waiting for this.
        tick()
        tick()
    }

    /// The end of the last whole line.
    private static func lastLineEnd(_ file: LogFile) throws(DaemonError) -> UInt64 {
        let size = file.size
        let count = min(size, UInt64(LineScanner.longest))
        let bytes = try file.bytes(at: size - count, count: Int(count))
        guard let newline = bytes.lastIndex(of: 0x0A) else { return size }
        return size - UInt64(bytes.count) + UInt64(newline) + 1
    }
}
