public import PeerObserver

/// Reads an archive from its file, from the beginning on or from one of its blocks.
public struct ArchiveReader: ~Copyable {
    public let path: String
    private let limits: ArchiveLimits
    private var file: InputFile
    private var decoder: ArchiveDecoder
    /// The header that was read last; nil before the first.
    public private(set) var header: ArchiveHeader?
    /// That header as it stands in the archive; nil before the first, and for upstream's first format.
    public private(set) var encodedHeader: [UInt8]?
    /// The 16 bytes at the head of upstream's first format.
    private(set) var firstFormatHeader: [UInt8] = []
    /// Headers that were read: more than one where archives lie one behind the other.
    public private(set) var headers = 0

    public init(path: String, limits: ArchiveLimits = ArchiveLimits()) throws(ArchiveError) {
        self.path = path
        self.limits = limits
        file = try InputFile(path)
        decoder = ArchiveDecoder(limits: limits)
    }

    /// Bytes of the file; nil for a pipe.
    public var size: UInt64? { file.size }
    /// Behind what was read last.
    public var position: ArchivePosition { decoder.position }
    /// Which format it has; known with the header.
    public var kind: ArchiveKind { decoder.kind }

    /// Whether it has no compression; known with the header.
    public var isPlain: Bool { decoder.frameState == .plain }
    /// Bytes of memory that reading needs at the moment.
    var memory: UInt64 { decoder.window + UInt64(decoder.reservedBytes) }

    /// Reads the header, where that has not happened yet.
    public mutating func readHeader() throws(ArchiveError) -> ArchiveHeader {
        while header == nil { _ = try step() }
        return header ?? ArchiveHeader()
    }

    /// Reads the next event, which `event` shows then; false at the end.
    public mutating func next() throws(ArchiveError) -> Bool {
        while true {
            switch try step() {
            case .event: return true
            case .end: return false
            case .header, .needsInput: break
            }
        }
    }

    /// The event that was read last.
    public var event: RawSpan {
        @_lifetime(borrow self)
        get { decoder.event }
    }

    /// Goes on at the beginning of a block. Of archives with compression, only seekable ones can.
    public mutating func seek(to block: IndexBlock) throws(ArchiveError) {
        _ = try readHeader()
        try file.seek(to: block.offset)
        decoder = ArchiveDecoder(
            limits: limits, start: ArchivePosition(offset: block.offset, contentOffset: block.contentOffset))
    }

    /// Goes on at a zstd frame that begins with an event or a header, whether or not there was a header before it.
    mutating func resume(atFrame offset: UInt64) throws(ArchiveError) {
        try file.seek(to: offset)
        decoder = ArchiveDecoder(limits: limits, start: ArchivePosition(offset: offset))
    }

    /// The header or event that was read last, with its length before it.
    var message: RawSpan {
        @_lifetime(borrow self)
        get { decoder.message }
    }
    /// What the part of the file that was read last belongs to.
    var frameState: ArchiveDecoder.FrameState { decoder.frameState }
    /// Where the last frame ended at the end of an event.
    var frameEnd: UInt64? { decoder.frameEnd?.offset }
    /// zstd frames that have begun.
    var frames: Int { decoder.frames }

    private static func read(
        _ file: inout InputFile, into decoder: inout ArchiveDecoder
    ) throws(ArchiveError) -> Bool {
        try file.read { decoder.append($0) }
    }

    private mutating func step() throws(ArchiveError) -> ArchiveDecoder.Step {
        let step = try decoder.next()
        switch step {
        case .header(let found):
            header = found
            let bytes = decoder.event.withUnsafeBytes { [UInt8]($0) }
            (encodedHeader, firstFormatHeader) = decoder.kind == .current ? (bytes, []) : (nil, bytes)
            headers += 1
        case .needsInput:
            if try !Self.read(&file, into: &decoder) { decoder.endInput() }
        case .event, .end: break
        }
        return step
    }
}

extension ArchiveIndex {
    /// The index of the archive at `path`, inside it or beside it; nil where there is none.
    ///
    /// One that does not fit the archive's size and header throws.
    public static func load(forArchive path: String) throws(ArchiveError) -> ArchiveIndex? {
        var file = try InputFile(path)
        let bytes: [UInt8]
        if let inside = try inside(&file) {
            bytes = inside
        } else {
            guard Files.exists(ArchiveName.index(of: path)) else { return nil }
            var side = try InputFile(ArchiveName.index(of: path))
            guard let size = side.size, size <= UInt64(IndexFrame.longest) else {
                throw .index(reason: "it is too large, or no file")
            }
            bytes = try side.bytes(at: 0, count: Int(size))
        }
        let index = try ArchiveIndex(bytes)
        try index.check(against: &file)
        return index
    }

    private static func inside(_ file: inout InputFile) throws(ArchiveError) -> [UInt8]? {
        let tail = IndexFrame.tailLength
        guard let size = file.size, size > UInt64(tail + ZstdFrameWalker.skippableHeaderLength) else { return nil }
        let end = try file.bytes(at: size - UInt64(tail), count: tail)
        guard let length = IndexFrame.length(tail: end.span.bytes),
            UInt64(length + tail + ZstdFrameWalker.skippableHeaderLength) < size
        else { return nil }
        let begin = size - UInt64(length + tail)
        let headLength = ZstdFrameWalker.skippableHeaderLength
        let head = try file.bytes(at: begin - UInt64(headLength), count: headLength)
        guard IndexFrame.begins(head, length: length) else { return nil }
        return try file.bytes(at: begin, count: length)
    }

    /// Whether this is the index of that file.
    private func check(against file: inout InputFile) throws(ArchiveError) {
        guard let size = file.size else { throw .index(reason: "the archive is no file") }
        guard let summary, summary.size <= size else { throw .index(reason: "it is of another archive") }
        guard blocks.last.map({ $0.offset + $0.size <= summary.size }) ?? true, start.offset <= summary.size else {
            throw .index(reason: "its blocks reach beyond the archive")
        }
        if start.seekable != true, summary.size != size { throw .index(reason: "the archive has another size") }
        guard start.contentOffset <= 1 << 20, start.offset <= 1 << 20 else {
            throw .index(reason: "the header is too long")
        }
        var decoder = ArchiveDecoder()
        let head = try file.bytes(at: 0, count: Int(start.offset))
        decoder.append(head.span.bytes)
        // Of a plain archive, these may be too few to tell that it is one.
        decoder.endInput()
        guard let step = try? decoder.next(), case .header = step else {
            throw .index(reason: "the archive does not begin with a header")
        }
        guard XXHash64.of(decoder.message) == start.checksum else {
            throw .index(reason: "it is of another archive")
        }
    }
}
