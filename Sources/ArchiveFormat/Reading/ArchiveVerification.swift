import PeerObserver

/// Reads an archive to its end and holds it against its checksums and its index.
public struct ArchiveVerification: Sendable {
    public enum IndexState: Sendable, Equatable {
        case none, inside, beside
        /// There is one, but it does not belong to the archive or is damaged.
        case refused
    }

    /// Bytes of the file, as far as it was read.
    public private(set) var fileBytes: UInt64 = 0
    public private(set) var contentBytes: UInt64 = 0
    public private(set) var events: UInt64 = 0
    public private(set) var blocks = 0
    public private(set) var index = IndexState.none
    /// Whether every zstd frame has a checksum; of a plain archive, whether its index has.
    public private(set) var hasChecksums = true
    /// What is wrong; of more than 20 things, the first.
    public private(set) var problems: [String] = []
    public private(set) var problemCount = 0
    /// Events that are no events, or whose content is damaged.
    public private(set) var undecodableEvents: UInt64 = 0
    /// Events without content that this version knows.
    public private(set) var unknownEvents: UInt64 = 0
    /// Events that were there before, by node, kind, stream and sequence.
    public private(set) var repeatedEvents: UInt64 = 0
    /// Events with an earlier time than one before them, and by how many milliseconds at most.
    public private(set) var lateEvents: UInt64 = 0
    public private(set) var latest: UInt64 = 0

    public var isWhole: Bool { problemCount == 0 }

    /// Throws where the file cannot be read; what is wrong with the archive is among the problems.
    public init(of path: String, limits: ArchiveLimits = ArchiveLimits()) throws(ArchiveError) {
        var reader = try ArchiveReader(path: path, limits: limits)
        var known: ArchiveIndex?
        if reader.size != nil {
            do throws(ArchiveError) {
                known = try ArchiveIndex.load(forArchive: path)
            } catch {
                if case .file = error { throw error }
                index = .refused
                note("\(error)")
            }
        }
        if let known { index = known.start.seekable == true ? .inside : .beside }
        var run = Run(known)
        do throws(ArchiveError) {
            while try reader.next() { read(&reader, &run) }
            run.noteFrameEnd(reader, &self)
            if let summary = known?.summary { compare(summary, run) }
        } catch {
            if case .file = error { throw error }
            note("\(error)")
        }
        fileBytes = reader.position.offset
        contentBytes = reader.position.contentOffset
        events = reader.position.events
        if reader.isPlain { hasChecksums = known != nil }
    }

    private mutating func note(_ problem: String) {
        problemCount += 1
        if problems.count < 20 { problems.append(problem) }
    }

    /// What is gathered on the way.
    private struct Run {
        let index: ArchiveIndex?
        var content = XXHash64()
        var block = XXHash64()
        var blockEvents: UInt64 = 0
        var kinds = KindCounts()
        var blockKinds = KindCounts()
        var times = (first: UInt64.max, last: UInt64(0))
        var blockTimes = (first: UInt64.max, last: UInt64(0))
        var streams = StreamCounts()
        /// The block at hand.
        var number = 0
        /// Where a frame should end that was not seen to end yet.
        var expectedFrameEnd: UInt64?
        var hasHeader = false

        init(_ index: ArchiveIndex?) { self.index = index }

        mutating func noteFrameEnd(_ reader: borrowing ArchiveReader, _ verification: inout ArchiveVerification) {
            guard let expected = expectedFrameEnd else { return }
            expectedFrameEnd = nil
            if let end = reader.frameEnd, end != expected {
                verification.note("block \(number - 1) ends at byte \(end), not at \(expected) as the index tells")
            }
        }
    }

    private mutating func read(_ reader: inout ArchiveReader, _ run: inout Run) {
        run.noteFrameEnd(reader, &self)
        if case .blocks(let hasChecksum, _) = reader.frameState, !hasChecksum { hasChecksums = false }
        if !run.hasHeader {
            run.hasHeader = true
            run.content.update(Self.headerBytes(reader).span.bytes)
        }
        let note = (try? EventNote(reader.event)) ?? EventNote(kind: EventNote.unknownKind, time: run.times.last)
        if let event = try? Event(decoding: reader.event) {
            if event.payload == nil { unknownEvents += 1 }
        } else {
            undecodableEvents += 1
            if undecodableEvents == 1 { self.note("an event that is none (\(reader.position))") }
        }
        if !run.streams.add(note) { repeatedEvents += 1 }
        if note.time < run.times.last {
            lateEvents += 1
            latest = max(latest, run.times.last - note.time)
        }
        let (content, block) = (Self.added(reader.message, run.content), Self.added(reader.message, run.block))
        (run.content, run.block) = (content, block)
        run.kinds.add(note.kind)
        run.blockKinds.add(note.kind)
        run.blockEvents += 1
        run.times = (min(run.times.first, note.time), max(run.times.last, note.time))
        run.blockTimes = (min(run.blockTimes.first, note.time), max(run.blockTimes.last, note.time))
        endBlock(reader, &run)
    }

    private static func added(_ bytes: RawSpan, _ hash: XXHash64) -> XXHash64 {
        var hash = hash
        hash.update(bytes)
        return hash
    }

    /// With its length, as it stands in the content.
    private static func headerBytes(_ reader: borrowing ArchiveReader) -> [UInt8] {
        guard let encoded = reader.encodedHeader else { return reader.firstFormatHeader }
        return ArchiveIndex.framed(encoded)
    }

    private mutating func endBlock(_ reader: borrowing ArchiveReader, _ run: inout Run) {
        guard let index = run.index, run.number < index.blocks.count else { return }
        let block = index.blocks[run.number]
        let end = block.contentOffset + block.contentSize
        let position = reader.position
        guard position.contentOffset >= end else { return }
        let name = "block \(run.number)"
        if position.contentOffset > end {
            note("\(name) ends within an event (\(position))")
        } else if run.block.value != block.checksum {
            note("\(name) has another checksum than the index tells (\(position))")
        } else if run.blockEvents != block.events || run.blockKinds.encoded != block.kinds
            || run.blockTimes != (block.firstTime, block.lastTime)
        {
            note("\(name) holds other events than the index tells (\(position))")
        }
        if index.start.seekable == true {
            run.expectedFrameEnd = block.offset + block.size
        } else if reader.isPlain, block.offset + block.size != position.offset {
            note("\(name) ends at byte \(position.offset), not where the index tells")
        }
        run.number += 1
        blocks += 1
        run.block = XXHash64()
        (run.blockEvents, run.blockKinds, run.blockTimes) = (0, KindCounts(), (.max, 0))
    }

    private mutating func compare(_ summary: IndexSummary, _ run: Run) {
        if run.number < run.index?.blocks.count ?? 0 {
            note("the index tells of \(run.index?.blocks.count ?? 0) blocks, and there are \(run.number)")
        }
        // Without events, the header alone was hashed by nobody.
        guard run.hasHeader else {
            if summary.events > 0 { note("the index tells of \(summary.events) events, and there is none") }
            return
        }
        let times = run.times == (summary.firstTime, summary.lastTime)
        if run.content.value != summary.checksum {
            note("the content has another checksum than the index tells")
        } else if run.kinds.encoded != summary.kinds || !times {
            note("the index tells of other events than there are")
        }
    }
}
