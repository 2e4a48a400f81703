import PeerObserver

/// Reads an archive for what of it can be kept, and makes its index.
struct ArchiveScan: ~Copyable {
    /// Where an archive could end.
    struct End {
        var offset: UInt64
        var contentHash: XXHash64
        /// Bytes that end the zstd frame that is open there.
        var ending: [UInt8]
    }

    private var file: InputFile
    private var decoder = ArchiveDecoder()
    private var contentHash = XXHash64()
    private var blockHash = XXHash64()
    let fileSize: UInt64
    /// nil until a header was whole.
    private(set) var start: IndexStart?
    private(set) var builder = IndexBuilder(IndexStart())
    private(set) var blocks: [IndexBlock] = []
    /// The last place where the archive could end.
    private(set) var end: End?
    /// What ended the reading, if not the end.
    private(set) var damage: ArchiveError?
    /// Behind which nothing is kept.
    private let limit: UInt64

    /// Content of a block of a plain archive.
    private static let blockSize: UInt64 = 1 << 20
    /// Blocks that an index is made of at most; an archive may well have been flushed behind each event.
    static let blockLimit = 200_000

    private init(_ file: consuming InputFile, size: UInt64, limit: UInt64) {
        self.file = file
        self.limit = limit
        fileSize = size
    }

    static func open(_ path: String, limit: UInt64 = .max) throws(ArchiveError) -> ArchiveScan {
        let file = try InputFile(path)
        guard let size = file.size else { throw .settings(reason: "\(path) is no file") }
        return ArchiveScan(file, size: size, limit: limit)
    }

    /// Reads to the end, or to the damage; throws where reading itself fails.
    mutating func run() throws(ArchiveError) {
        do throws(ArchiveError) {
            while !isAtLimit, try step() {}
        } catch {
            if case .file = error { throw error }
            damage = error
        }
        noteFrameEnd()
        if decoder.frameState == .plain { endHere(at: decoder.position.contentOffset, ending: []) }
        builder.dropBlock()
    }

    private var isAtLimit: Bool {
        (decoder.frameState == .plain ? decoder.position.contentOffset : end?.offset ?? 0) >= limit
    }

    private mutating func step() throws(ArchiveError) -> Bool {
        let step = try decoder.next()
        noteFrameEnd()
        switch step {
        case .needsInput:
            if try !Self.read(&file, into: &decoder) { decoder.endInput() }
        case .end: return false
        case .header:
            addMessage()
            if start == nil { begin() }
            noteBlockEnd()
        case .event:
            let note = try note()
            builder.add(note, size: decoder.message.byteCount)
            addMessage()
            noteBlockEnd()
        }
        return true
    }

    private static func read(
        _ file: inout InputFile, into decoder: inout ArchiveDecoder
    ) throws(ArchiveError) -> Bool {
        try file.read { decoder.append($0) }
    }

    private func note() throws(ArchiveError) -> EventNote {
        do throws(WireError) {
            return try EventNote(decoder.event)
        } catch {
            throw .damaged(at: decoder.position, reason: "an event that is \(error)")
        }
    }

    private mutating func addMessage() {
        let (content, block) = (
            Self.added(decoder.message, to: contentHash), Self.added(decoder.message, to: blockHash)
        )
        (contentHash, blockHash) = (content, block)
    }

    private static func added(_ bytes: RawSpan, to hash: XXHash64) -> XXHash64 {
        var hash = hash
        hash.update(bytes)
        return hash
    }

    private mutating func begin() {
        let start = IndexStart(
            version: ArchiveIndex.version, offset: decoder.position.offset,
            contentOffset: decoder.position.contentOffset,
            checksum: contentHash.value)
        self.start = start
        builder = IndexBuilder(start)
        blockHash = XXHash64()
    }

    // MARK: Places where the archive could end

    /// Takes note of the end of a frame that was read since the last message.
    private mutating func noteFrameEnd() {
        guard let (offset, frames) = decoder.frameEnd, offset > end?.offset ?? 0, start != nil else { return }
        if builder.totalEvents + builder.pendingEvents == 0, frames == 1 {
            // A frame for the header alone: only such an archive can be read from its blocks.
            start?.seekable = true
            start?.offset = offset
            if let start { builder = IndexBuilder(start) }
        }
        endHere(at: offset, ending: [])
    }

    /// Takes note of the end of a zstd block at the end of a message. Of later frames, the checksum is not known there.
    private mutating func noteBlockEnd() {
        switch decoder.frameState {
        case .plain:
            if builder.pendingContent >= Self.blockSize {
                endHere(at: decoder.position.contentOffset, ending: [])
            }
        case .blocks(let hasChecksum, let isEnded):
            guard decoder.isBetweenEvents, decoder.frames == 1 else { return }
            var ending = hasChecksum ? ZstdEnding.bytes(contentHash: contentHash) : ZstdEnding.block
            if isEnded { ending.removeFirst(ZstdEnding.block.count) }
            endHere(at: decoder.readOffset, ending: ending)
        case .outside: break
        }
    }

    private mutating func endHere(at offset: UInt64, ending: [UInt8]) {
        guard start != nil, offset <= limit else { return }
        end = End(offset: offset, contentHash: contentHash, ending: ending)
        if let block = builder.block(offset: offset, checksum: blockHash.value) {
            builder.commit(block)
            if blocks.count <= Self.blockLimit { blocks.append(block) }
        }
        blockHash = XXHash64()
    }
}
