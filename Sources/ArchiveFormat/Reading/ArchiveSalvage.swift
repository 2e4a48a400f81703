public import PeerObserver

/// Reads what is whole in a damaged archive, also behind damage where its form allows that.
///
/// With an index that fits, each block is held back until its checksum is found right: blocks of seekable and plain archives are read each for
/// itself, those of one frame as far as it can be decompressed. Without an index, the frames of a seekable archive are held back until their own
/// checksum is found right; behind a damaged one, the next begins where its blocks end, or is looked for by its first bytes.
/// What else there is ends at the first damage.
public struct ArchiveSalvage: ~Copyable {
    /// A part that was left out.
    public struct Damage: Sendable, Equatable {
        /// Where in the file it begins and ends.
        public let bytes: Range<UInt64>
        /// How many events it held; nil where nothing tells.
        public let events: UInt64?
        public let reason: String
    }

    private var reader: ArchiveReader
    private let index: ArchiveIndex?
    private let limits: ArchiveLimits
    private let size: UInt64
    private var held = HeldEvents()
    private var state = State.begin
    private var blockHash = XXHash64()
    /// The block that is read, or comes next.
    private var block = 0
    /// Where the last whole frame ended.
    private var wholeEnd: UInt64 = 0
    /// Bytes that may still be read in vain while looking for frames.
    private var searchBudget: UInt64

    public private(set) var damages: [Damage] = []
    public private(set) var damageCount = 0
    /// Bytes of the file that were left out.
    public private(set) var droppedBytes: UInt64 = 0
    /// Events that were given.
    public private(set) var events: UInt64 = 0

    private enum State {
        case begin, sequential, blocks, ended
    }

    public init(path: String, limits: ArchiveLimits = ArchiveLimits()) throws(ArchiveError) {
        let reader = try ArchiveReader(path: path, limits: limits)
        guard let size = reader.size else { throw .settings(reason: "\(path) is no file") }
        self.init(reader, size: size, limits: limits)
    }

    private init(_ reader: consuming ArchiveReader, size: UInt64, limits: ArchiveLimits) {
        let path = reader.path
        self.reader = reader
        self.size = size
        self.limits = limits
        index = (try? ArchiveIndex.load(forArchive: path)) ?? nil
        searchBudget = 4 * min(size, 1 << 60) + (64 << 20)
    }

    /// Bytes of the file that were not left out.
    public var keptBytes: UInt64 { size - min(size, droppedBytes) }
    /// Whether an index helps, and its blocks' checksums are held against the content.
    public var hasIndex: Bool { index != nil }
    /// The header; nil where it is not whole.
    public var header: ArchiveHeader? { reader.header }
    public var encodedHeader: [UInt8]? { reader.encodedHeader }

    /// The event that was read last.
    public var event: RawSpan {
        @_lifetime(borrow self)
        get { held.event }
    }

    /// Reads the next event that is whole, which `event` shows then; false at the end. Throws where the file cannot be read.
    public mutating func next() throws(ArchiveError) -> Bool {
        while !held.showNext() {
            guard try fill() else { return false }
        }
        events += 1
        return true
    }

    // MARK: Reading on

    /// Reads until there are events to show; false at the end.
    private mutating func fill() throws(ArchiveError) -> Bool {
        while true {
            switch state {
            case .ended: return false
            case .begin: try begin()
            case .blocks: try readBlock()
            case .sequential: try readOn()
            }
            if held.isReady { return true }
        }
    }

    private mutating func begin() throws(ArchiveError) {
        state = .sequential
        do throws(ArchiveError) {
            _ = try reader.readHeader()
        } catch {
            if case .file = error { throw error }
            return try resume(behind: 0, error)
        }
        if let index, index.start.seekable == true || reader.isPlain { state = .blocks }
    }

    /// Reads one block, and takes it over where its checksum is right.
    private mutating func readBlock() throws(ArchiveError) {
        guard let index, block < index.blocks.count else {
            // More may have been appended to a seekable archive; a plain one would not fit its index then.
            guard let index, index.start.seekable == true, let last = index.blocks.last else {
                state = .ended
                return
            }
            try reader.resume(atFrame: last.offset + last.size)
            wholeEnd = last.offset + last.size
            state = .sequential
            return
        }
        let expected = index.blocks[block]
        block += 1
        let end = expected.contentOffset + expected.contentSize
        held.removeAll()
        blockHash = XXHash64()
        do throws(ArchiveError) {
            try reader.seek(to: expected)
            while reader.position.contentOffset < end {
                guard try reader.next() else { throw .truncated(at: reader.position, within: "a block") }
                add()
                guard held.count <= Self.holdLimit else {
                    throw .damaged(at: reader.position, reason: "a block of more than \(Self.holdLimit) bytes")
                }
            }
            guard blockHash.value == expected.checksum else {
                throw .damaged(at: reader.position, reason: "a block with a wrong checksum")
            }
            held.release()
        } catch {
            if case .file = error { throw error }
            held.removeAll()
            drop(expected.offset..<expected.offset + expected.size, events: expected.events, error)
        }
    }

    /// Reads the next event of what can only be read from its beginning to its end.
    private mutating func readOn() throws(ArchiveError) {
        do throws(ArchiveError) {
            guard try reader.next() else {
                held.release()
                state = .ended
                return
            }
        } catch {
            if case .file = error { throw error }
            return try endSequence(error)
        }
        if let index, isOneFrame {
            guard block < index.blocks.count else {
                let more = ArchiveError.damaged(at: reader.position, reason: "events that the index does not tell of")
                return try endSequence(more)
            }
            add()
            return endIndexedBlock(index)
        }
        if !isOneFrame {
            // What lies before the frame at hand has passed its checksum.
            if let end = reader.frameEnd, end > wholeEnd {
                wholeEnd = end
                held.release()
            }
            add()
            if held.count > Self.holdLimit { held.release() }
        } else {
            add()
            held.release()
        }
    }

    /// Whether nothing told yet that the archive has more than one frame.
    private var isOneFrame: Bool { reader.frames <= 1 && wholeEnd == 0 }

    private mutating func add() {
        let hash = Self.added(reader.message, blockHash)
        blockHash = hash
        held.append(reader.event)
    }

    private static func added(_ bytes: RawSpan, _ hash: XXHash64) -> XXHash64 {
        var hash = hash
        hash.update(bytes)
        return hash
    }

    /// Takes a block of one frame over where its checksum is right.
    private mutating func endIndexedBlock(_ index: ArchiveIndex) {
        let expected = index.blocks[block]
        let end = expected.contentOffset + expected.contentSize
        let position = reader.position.contentOffset
        guard position >= end || held.count > Self.holdLimit else { return }
        if position == end, blockHash.value == expected.checksum {
            held.release()
        } else {
            held.removeAll()
            let error = ArchiveError.damaged(at: reader.position, reason: "a block with a wrong checksum")
            drop(expected.offset..<expected.offset + expected.size, events: expected.events, error)
        }
        blockHash = XXHash64()
        block += 1
    }

    /// The sequence ends here; what follows?
    private mutating func endSequence(_ error: ArchiveError) throws(ArchiveError) {
        if let index, isOneFrame {
            held.removeAll()
            let rest = index.blocks.dropFirst(block)
            let from = rest.first?.offset ?? size
            drop(min(from, size)..<size, events: rest.reduce(0) { $0 &+ $1.events }, error)
            state = .ended
            return
        }
        // The header's frame may be damaged alone, in a seekable archive.
        if isOneFrame, !reader.isPlain, events == 0, !held.isReady { return try resume(behind: 0, error) }
        if reader.isPlain || isOneFrame {
            held.release()
            drop(min(reader.position.offset, size)..<size, events: nil, error)
            state = .ended
            return
        }
        if let end = reader.frameEnd, end > wholeEnd {
            wholeEnd = end
            held.release()
        }
        held.removeUnreleased()
        try resume(behind: wholeEnd, error)
    }

    // MARK: Frames

    /// Goes on at the next frame that is whole behind one that is not.
    /// - Parameter damaged: where that one begins.
    private mutating func resume(behind damaged: UInt64, _ error: ArchiveError) throws(ArchiveError) {
        // What peers send may look like a frame, so it is only looked for where the damaged one does not tell its end.
        if let end = try FrameSearch.end(ofFrameAt: damaged, reader.path), try isWholeFrame(at: end) {
            return try goOn(at: end, damaged, error)
        }
        var search = try FrameSearch(reader.path, from: damaged + 1)
        while let candidate = try search.next() {
            guard searchBudget > 0 else { break }
            if try isWholeFrame(at: candidate) { return try goOn(at: candidate, damaged, error) }
        }
        drop(min(damaged, size)..<size, events: nil, error)
        state = .ended
    }

    private mutating func goOn(at frame: UInt64, _ damaged: UInt64, _ error: ArchiveError) throws(ArchiveError) {
        drop(damaged..<frame, events: nil, error)
        try reader.resume(atFrame: frame)
        wholeEnd = frame
    }

    /// Whether a frame begins there that holds nothing but whole events, and has the right checksum.
    private mutating func isWholeFrame(at offset: UInt64) throws(ArchiveError) -> Bool {
        var trial = try ArchiveReader(path: reader.path, limits: limits)
        try trial.resume(atFrame: offset)
        defer { searchBudget -= min(searchBudget, trial.position.contentOffset + 4096) }
        do throws(ArchiveError) {
            while try trial.next() {
                if trial.frameEnd ?? 0 > offset { return true }
                guard (try? EventNote(trial.event)) != nil, trial.position.contentOffset <= searchBudget else {
                    return false
                }
            }
        } catch {
            if case .file = error { throw error }
        }
        return trial.frameEnd ?? 0 > offset
    }

    private mutating func drop(_ bytes: Range<UInt64>, events: UInt64?, _ error: ArchiveError) {
        damageCount += 1
        droppedBytes += UInt64(bytes.count)
        if damages.count < 100 { damages.append(Damage(bytes: bytes, events: events, reason: "\(error)")) }
    }

    /// Bytes of events that are held back at most until a checksum is found right.
    private static let holdLimit = 128 << 20
}
