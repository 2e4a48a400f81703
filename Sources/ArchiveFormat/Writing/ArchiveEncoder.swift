public import PeerObserver

/// Makes an archive's bytes, without I/O: they gather in `output` until they are taken.
public struct ArchiveEncoder: ~Copyable {
    /// Where an archive could be ended early: behind its header, or behind a block.
    struct Mark: Sendable {
        var offset: UInt64 = 0
        var contentHash = XXHash64()
        /// Whether a zstd frame is still open there.
        var isInsideFrame = false
    }

    public let settings: ArchiveSettings
    private var compressor: ZstdCompressor?
    /// Content that is not compressed yet.
    private var pending = ByteWriter(capacity: 2 * chunk)
    private var made: ByteQueue
    /// Bytes taken out of `made`.
    private var taken: UInt64 = 0
    private var contentHash = XXHash64()
    private var blockHash = XXHash64()
    private var index: IndexBuilder
    /// What the index begins with.
    public let start: IndexStart
    private(set) var mark = Mark()

    private static let chunk = 128 << 10

    /// - Parameter header: with its length, and `made` with it.
    private init(
        header: [UInt8], settings: ArchiveSettings, compressor: consuming ZstdCompressor?, made: consuming ByteQueue
    ) {
        self.settings = settings
        self.compressor = compressor
        contentHash.update(header.span.bytes)
        start = IndexStart(
            version: ArchiveIndex.version, offset: UInt64(made.count), contentOffset: UInt64(header.count),
            checksum: contentHash.value, seekable: settings.seekable ? true : nil)
        self.made = made
        index = IndexBuilder(start)
        mark = Mark(
            offset: start.offset, contentHash: contentHash, isInsideFrame: settings.level > 0 && !settings.seekable)
    }

    public init(header: ArchiveHeader, settings: ArchiveSettings) throws(ArchiveError) {
        try self.init(encodedHeader: header.encoded(), settings: settings)
    }

    /// - Parameter encodedHeader: goes into the archive as it is.
    public init(encodedHeader: [UInt8], settings: ArchiveSettings) throws(ArchiveError) {
        guard settings.level >= 0 else { throw ZstdCompressor.unknownLevel }
        guard settings.level > 0 || !settings.seekable else {
            throw .settings(reason: "a seekable archive needs compression: level 1 or higher")
        }
        let framed = ArchiveIndex.framed(encodedHeader)
        var made = ByteQueue()
        guard settings.level > 0 else {
            made.append(framed.span.bytes)
            self.init(header: framed, settings: settings, compressor: nil, made: made)
            return
        }
        var compressor = try ZstdCompressor.make(level: settings.level, threads: settings.threads)
        // On its own, so that a reader of the file knows at once what it will hold.
        try compressor.compress(framed.span.bytes, end: settings.seekable ? .frame : .block, into: &made)
        self.init(header: framed, settings: settings, compressor: compressor, made: made)
    }

    /// Bytes that are made and not taken yet.
    public var output: RawSpan {
        @_lifetime(borrow self)
        get { made.bytes }
    }

    /// The first `count` bytes of `output` are written.
    public mutating func takeOutput(_ count: Int) {
        made.consume(count)
        taken += UInt64(count)
    }

    /// Bytes of the archive so far, but for what the library holds back.
    public var size: UInt64 { taken + UInt64(made.count) }
    /// Events in blocks that have ended.
    public var events: UInt64 { index.totalEvents }
    /// Events of the block at hand.
    public var pendingEvents: UInt64 { index.pendingEvents }
    /// Whether the block at hand should end.
    public var isBlockFull: Bool { index.pendingContent >= UInt64(settings.blockSize) }

    /// Adds an event as it is.
    /// - Parameter suffix: further fields, which protobuf has replace those of the event.
    public mutating func append(_ event: RawSpan, suffix: [UInt8] = [], _ note: EventNote) throws(ArchiveError) {
        let length = event.byteCount + suffix.count
        guard length > 0 else { throw .settings(reason: "an event of 0 bytes cannot be archived") }
        let before = pending.count
        var rest = length
        while rest >= 0x80 {
            pending.byte(UInt8(rest & 0x7F) | 0x80)
            rest >>= 7
        }
        pending.byte(UInt8(rest))
        event.withUnsafeBytes { pending.bytes($0) }
        pending.bytes(suffix)
        index.add(note, size: pending.count - before)
        if pending.count >= Self.chunk { try compress(.more) }
    }

    /// Takes note of a message of the JetStream stream that is not kept, for the index of the block at hand.
    public mutating func pass(_ streamSequence: UInt64) { index.pass(streamSequence) }

    /// Ends the block: what was added can be read from what is made now. nil where nothing was added.
    public mutating func endBlock() throws(ArchiveError) -> IndexBlock? {
        guard let block = try makeBlock() else { return nil }
        commitBlock(block)
        return block
    }

    /// Makes the bytes that end the block, and tells what the index will tell of it; nil where nothing was added.
    mutating func makeBlock() throws(ArchiveError) -> IndexBlock? {
        guard index.pendingEvents > 0 else { return nil }
        try compress(settings.seekable ? .frame : .block)
        return index.block(offset: size, checksum: blockHash.value)
    }

    /// The bytes that end the block are written: it counts from now on.
    mutating func commitBlock(_ block: IndexBlock) {
        index.commit(block)
        blockHash = XXHash64()
        mark.offset = size
        mark.contentHash = contentHash
    }

    /// Ends the archive, and tells what is in it. A seekable one is still to be given its index: `indexFrame`.
    public mutating func finish(lost: [LostCount] = []) throws(ArchiveError) -> (block: IndexBlock?, IndexSummary) {
        let block = try endBlock()
        if mark.isInsideFrame { try compressor?.compress([UInt8]().span.bytes, end: .frame, into: &made) }
        return (block, index.summary(size: size, checksum: contentHash.value, lost: lost, recovered: false))
    }

    /// Adds the frame that holds the index of a seekable archive.
    public mutating func appendIndex(_ index: [UInt8]) {
        made.append(IndexFrame.encode(index).span.bytes)
    }

    /// Drops what was added since the last block, and tells how many events that were, and what ends the archive at `mark`. Nothing can be
    /// added any more.
    mutating func abandonBlock() -> (lost: UInt64, ending: [UInt8]) {
        let lost = index.pendingEvents
        index.dropBlock()
        made.consume(made.count)
        pending.removeAll()
        return (lost, mark.isInsideFrame ? ZstdEnding.bytes(contentHash: mark.contentHash) : [])
    }

    /// What the archive holds when it ends at `mark`.
    func summaryAtMark(size: UInt64, lost: [LostCount]) -> IndexSummary {
        index.summary(size: size, checksum: mark.contentHash.value, lost: lost, recovered: false)
    }

    private mutating func compress(_ end: ZstdCompressor.End) throws(ArchiveError) {
        let (content, block) = pending.withUnsafeBytes { bytes in
            let bytes = RawSpan(_unsafeBytes: bytes)
            var (content, block) = (contentHash, blockHash)
            content.update(bytes)
            block.update(bytes)
            return (content, block)
        }
        (contentHash, blockHash) = (content, block)
        if settings.level > 0 {
            try pending.withUnsafeBytes { bytes throws(ArchiveError) in
                try compressor?.compress(RawSpan(_unsafeBytes: bytes), end: end, into: &made)
            }
        } else {
            pending.withUnsafeBytes { made.append(RawSpan(_unsafeBytes: $0)) }
        }
        pending.removeAll()
    }
}

/// What ends a zstd frame behind any of its blocks.
enum ZstdEnding {
    /// An empty block that is the last.
    static let block: [UInt8] = [1, 0, 0]

    /// That block, and the checksum.
    static func bytes(contentHash: XXHash64) -> [UInt8] {
        let checksum = UInt32(truncatingIfNeeded: contentHash.value)
        return block + withUnsafeBytes(of: checksum.littleEndian) { [UInt8]($0) }
    }
}
