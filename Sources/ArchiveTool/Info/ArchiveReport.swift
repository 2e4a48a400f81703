import ArchiveFormat
import PeerObserver

/// What one archive tells of itself.
struct ArchiveReport {
    enum State: String {
        /// By its index, or read to its end.
        case whole
        /// It was not closed by who wrote it, but put right later.
        case recovered
        case cutOff = "cut off"
        case damaged
        case unreadable
    }

    let path: String
    var state = State.whole
    var error: String?
    /// Whether all of it was read, and not its index alone.
    var isRead = false
    var hasIndex = false
    var isSeekable = false
    var isPlain = false
    /// The git hash of the program that wrote an archive of upstream's first format.
    var firstFormat: [UInt8]?
    var header: ArchiveHeader?
    var bytes: UInt64 = 0
    var contentBytes: UInt64 = 0
    var events: UInt64 = 0
    /// Milliseconds since the Unix epoch; nil without events.
    var times: ClosedRange<UInt64>?
    var kinds: [KindCount] = []
    var streams: [StreamCount] = []
    var unlistedEvents: UInt64 = 0
    var lost: [LostCount] = []
    /// Events that are none.
    var undecodable: UInt64 = 0

    /// - Parameters:
    ///   - full: reads everything, even where there is an index.
    ///   - visit: gets each event, where everything is read.
    init(of path: String, full: Bool, visit: (EventNote, RawSpan) -> Void) {
        self.path = path
        do throws(ArchiveError) {
            var reader = try ArchiveReader(path: path)
            bytes = reader.size ?? 0
            header = try reader.readHeader()
            isPlain = reader.isPlain
            if case .version1(let hash) = reader.kind { firstFormat = hash }
            var index: ArchiveIndex?
            do throws(ArchiveError) {
                index = reader.size == nil ? nil : try ArchiveIndex.load(forArchive: path)
            } catch {
                self.error = "\(error)"
            }
            hasIndex = index != nil
            isSeekable = index?.start.seekable == true
            lost = index?.summary?.lost ?? []
            if index?.summary?.recovered == true { state = .recovered }
            if !full, let summary = index?.summary { take(summary) } else { try read(&reader, visit) }
        } catch {
            fail(error)
        }
    }

    private mutating func take(_ summary: IndexSummary) {
        (contentBytes, events) = (summary.contentSize, summary.events)
        if events > 0, summary.firstTime <= summary.lastTime { times = summary.firstTime...summary.lastTime }
        (kinds, streams) = (summary.kinds, summary.streams)
        unlistedEvents = summary.unlistedEvents ?? 0
    }

    private mutating func read(
        _ reader: inout ArchiveReader, _ visit: (EventNote, RawSpan) -> Void
    ) throws(ArchiveError) {
        isRead = true
        var (kindCounts, streamCounts) = (KindCounts(), StreamCounts())
        defer {
            (kinds, streams, unlistedEvents) = (kindCounts.encoded, streamCounts.encoded, streamCounts.unlisted)
            (contentBytes, events) = (reader.position.contentOffset, reader.position.events)
            if reader.size == nil { bytes = reader.position.offset }
        }
        while try reader.next() {
            guard var note = try? EventNote(reader.event) else {
                undecodable += 1
                continue
            }
            note.node = note.node ?? reader.header?.node
            kindCounts.add(note.kind)
            streamCounts.add(note)
            times = times.map { min($0.lowerBound, note.time)...max($0.upperBound, note.time) } ?? note.time...note.time
            visit(note, reader.event)
        }
        if undecodable > 0 { state = .damaged }
    }

    private mutating func fail(_ failure: ArchiveError) {
        error = "\(failure)"
        switch failure {
        case .truncated: state = .cutOff
        case .file, .empty, .notAnArchive, .unknownVersion: state = .unreadable
        default: state = .damaged
        }
    }

    /// Whether it is what it was when it was closed.
    var isWell: Bool { (state == .whole || state == .recovered) && error == nil }
}
