public import PeerObserver

/// Reads several archives as one, by the times of their events.
///
/// Of what the archives show next, the earliest comes first; of equal times, that of the archive that stands first in `paths`. Inside an
/// archive, the order stays what it is, and so it does among those of one run of an archiver: the next is opened behind the end of the one
/// before, since events are archived in the order in which they came, which is not quite that of their times. An archive is opened
/// when its time has come and closed at its end, so there may be thousands of them; how many may be open at once, and what memory
/// they may need together, is bounded by the limits. Where archives overlap so much that it is not enough, those that do not fit fail.
///
/// An archive that fails ends there, and the others go on: `failures` tells of it.
public struct MergedArchives: ~Copyable {
    /// An archive that could not be read to its end.
    public struct Failure: Error, Sendable, Equatable {
        public let path: String
        public let error: ArchiveError
    }

    private let times: Times
    private let limits: ArchiveLimits
    /// Archives that are not open yet; the earliest is last.
    private var waiting: [WaitingArchive] = []
    /// Archives that others of the same run come before, by run and number; the next is last.
    private var following: [UInt64: [[WaitingArchive]]] = [:]
    /// How many of the run's number at hand have not ended.
    private var begun: [UInt64: Int] = [:]
    /// A heap: the archive whose event comes next is first.
    private var open: [OpenArchive] = []
    private var memory: UInt64 = 0
    /// Whether the event of the first open archive was shown.
    private var isShown = false

    public private(set) var failures: [Failure] = []
    /// Archives that their index says to lie outside of the times.
    public private(set) var skippedArchives = 0
    /// Events that were left out since not even their time can be read.
    public private(set) var undecodableEvents: UInt64 = 0
    /// Bytes of the files that are read; pipes do not count, nor do files that fail before their first event.
    public private(set) var totalBytes: UInt64 = 0
    private var closedBytes: UInt64 = 0

    /// - Parameters:
    ///   - paths: files or pipes.
    ///   - from: no earlier events, in milliseconds since the Unix epoch.
    ///   - to: only events before it.
    public init(paths: [String], from: UInt64? = nil, to: UInt64? = nil, limits: ArchiveLimits = ArchiveLimits()) {
        times = Times(from: from ?? 0, to: to)
        self.limits = limits
        for (order, path) in paths.enumerated() {
            do throws(ArchiveError) {
                try prepare(path, order)
            } catch {
                failures.append(Failure(path: path, error: error))
            }
        }
        waiting.sort { $0.comesAfter($1) }
        holdBackFollowing()
    }

    /// Goes to the next event, which `event` shows then; false at the end of all archives.
    public mutating func next() -> Bool {
        if isShown { advanceFirst() }
        isShown = false
        while let next = waiting.last, open.first.map({ next.firstTime <= $0.time }) ?? true {
            waiting.removeLast()
            start(next)
        }
        isShown = !open.isEmpty
        return isShown
    }

    /// The event at hand. There is one after `next` has returned true.
    public var event: RawSpan {
        @_lifetime(borrow self)
        get {
            // Proof: the bytes belong to the first open archive, which lives and stays as it is until `next` is called, and that the
            // borrow forbids.
            let bytes = open[0].eventBytes
            return _overrideLifetime(RawSpan(_unsafeBytes: bytes), borrowing: self)
        }
    }

    /// What the event at hand tells of itself. Its node is that of the archive's header where it names none itself.
    public var note: EventNote { open[0].note }
    /// Whether the event at hand names its node itself.
    public var namesNode: Bool { open[0].namesNode }
    /// Which archive the event at hand is from.
    public var path: String { open[0].path }
    /// The header of that archive.
    public var header: ArchiveHeader { open[0].header }
    /// Bytes read so far, of `totalBytes`.
    public var bytesRead: UInt64 { open.reduce(closedBytes) { $0 + $1.bytesRead } }

    // MARK: Archives

    /// Finds out when an archive begins.
    private mutating func prepare(_ path: String, _ order: Int) throws(ArchiveError) {
        guard let size = try InputFile.size(of: path) else {
            // What is no file can be opened once only.
            return start(WaitingArchive(path: path, order: order, firstTime: 0, size: 0))
        }
        if let index = (try? ArchiveIndex.load(forArchive: path)) ?? nil, let summary = index.summary,
            summary.events > 0
        {
            guard let blocks = times.range(in: index) else {
                skippedArchives += 1
                return
            }
            var reader = try ArchiveReader(path: path, limits: limits)
            let header = try reader.readHeader()
            totalBytes += size
            waiting.append(
                WaitingArchive(
                    path: path, order: order, firstTime: summary.firstTime, size: size, run: header.runID,
                    number: header.fileNumber ?? 0, blocks: blocks))
            return
        }
        var reader = try ArchiveReader(path: path, limits: limits)
        guard try reader.next() else { return }
        totalBytes += size
        let time = (try? EventNote(reader.event))?.time ?? 0
        waiting.append(
            WaitingArchive(
                path: path, order: order, firstTime: time, size: size, run: reader.header?.runID,
                number: reader.header?.fileNumber ?? 0))
    }

    /// Leaves those of each run's first number alone in `waiting`. There may be several: parts of an archive.
    private mutating func holdBackFollowing() {
        let numbered = waiting.filter { $0.run != nil && $0.number > 0 }
        for archives in Dictionary(grouping: numbered, by: \.run).values {
            guard let run = archives[0].run else { continue }
            following[run] = Dictionary(grouping: archives, by: \.number).values.sorted { $0[0].number > $1[0].number }
        }
        waiting.removeAll { $0.run != nil && $0.number > 0 }
        for run in following.keys { releaseNext(of: run) }
    }

    /// An archive has ended: where it was the last of its number, the next of its run may begin.
    private mutating func release(behind archive: (run: UInt64?, number: UInt64)) {
        guard let run = archive.run, archive.number > 0, let left = begun[run] else { return }
        begun[run] = left - 1
        if left == 1 { releaseNext(of: run) }
    }

    private mutating func releaseNext(of run: UInt64) {
        guard let next = following[run]?.popLast() else { return }
        begun[run] = next.count
        for archive in next {
            waiting.insert(archive, at: waiting.lastIndex { $0.comesAfter(archive) }.map { $0 + 1 } ?? 0)
        }
    }

    private mutating func start(_ next: WaitingArchive) {
        do throws(ArchiveError) {
            guard open.count < limits.openArchives else {
                throw .settings(reason: "more than \(limits.openArchives) archives overlap")
            }
            let archive = try OpenArchive(next, limits: limits)
            var hasEvent = false
            defer { if !hasEvent { memory -= archive.memory } }
            hasEvent = try advance(archive)
            if hasEvent {
                open.append(archive)
                siftUp(open.count - 1)
            } else {
                closedBytes += next.size
                release(behind: (next.run, next.number))
            }
        } catch {
            closedBytes += next.size
            failures.append(Failure(path: next.path, error: error))
            release(behind: (next.run, next.number))
        }
    }

    private mutating func advanceFirst() {
        let first = open[0]
        do throws(ArchiveError) {
            if try advance(first) { return siftDown() }
        } catch {
            failures.append(Failure(path: first.path, error: error))
        }
        memory -= first.memory
        closedBytes += first.size
        release(behind: (first.run, first.number))
        let last = open.removeLast()
        guard !open.isEmpty else { return }
        open[0] = last
        siftDown()
    }

    /// Goes to the archive's next event within the times; false at its end.
    private mutating func advance(_ archive: OpenArchive) throws(ArchiveError) -> Bool {
        let before = archive.memory
        defer { memory = memory - before + archive.memory }
        while try archive.next() {
            let needed = memory - before + archive.memory
            guard needed <= limits.together || open.isEmpty || open.count == 1 && open[0] === archive else {
                throw .settings(
                    reason:
                        "archives overlap, and need \(needed) bytes together, more than the limit of \(limits.together)"
                )
            }
            guard let note = archive.readNote() else {
                undecodableEvents += 1
                continue
            }
            if times.contain(note.time) { return true }
        }
        return false
    }

    // MARK: The heap

    private func precedes(_ first: Int, _ second: Int) -> Bool {
        (open[first].time, open[first].order) < (open[second].time, open[second].order)
    }

    private mutating func siftUp(_ index: Int) {
        var child = index
        while child > 0, precedes(child, (child - 1) / 2) {
            open.swapAt(child, (child - 1) / 2)
            child = (child - 1) / 2
        }
    }

    private mutating func siftDown() {
        var parent = 0
        while true {
            var least = parent
            for child in [2 * parent + 1, 2 * parent + 2] where child < open.count && precedes(child, least) {
                least = child
            }
            guard least != parent else { return }
            open.swapAt(parent, least)
            parent = least
        }
    }
}
