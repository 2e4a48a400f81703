public import PeerObserver

/// Which of the formats that were ever written an archive has.
public enum ArchiveKind: Sendable, Equatable {
    /// Events behind a header, both with their lengths.
    case current
    /// Upstream's first: 16 bytes that begin with `PA`, then events with their lengths.
    case version1(gitHash: [UInt8])
}

/// Reads an archive from pieces of its file: a state machine without I/O.
///
/// Hand it bytes with `append` when `next` asks for them, and tell the end with `endInput`. After an error it gives the same
/// one again; what was whole before has been given.
public struct ArchiveDecoder: ~Copyable {
    public enum Step: Equatable, Sendable {
        case needsInput
        /// A header: the archive's own, or that of another one behind it.
        case header(ArchiveHeader)
        /// An event, which `event` shows until the next step.
        case event
        case end
    }

    private enum Container {
        case unknown, plain, zstd
    }

    private let limits: ArchiveLimits
    private var container = Container.unknown
    private var walker = ZstdFrameWalker()
    private var decompressor: ZstdDecompressor?
    private var input = ByteQueue()
    private var inputEnded = false
    /// Bytes of a skippable frame's content that are still to be passed over.
    private var skipping: UInt64 = 0
    private var content = ByteQueue()
    /// Where in the content the event at hand lies.
    private var current = 0..<0
    private var failure: ArchiveError?
    private var isBehindHeader: Bool
    /// Which format this is; known from the first header on.
    public private(set) var kind = ArchiveKind.current
    /// Behind what was given last.
    public private(set) var position: ArchivePosition
    /// Where the part of the file that was read last ends. Everything before it is in the content.
    private(set) var readOffset: UInt64
    /// zstd frames that have begun.
    private(set) var frames = 0
    /// Bytes that the frame which began last may refer back to.
    private(set) var window: UInt64 = 0
    /// Where the last frame ended at the end of an event, and the how manieth it was.
    private(set) var frameEnd: (offset: UInt64, frames: Int)?

    /// - Parameter start: where in the archive the first byte lies; past the header, it must be a block's beginning.
    public init(limits: ArchiveLimits = ArchiveLimits(), start: ArchivePosition = ArchivePosition()) {
        self.limits = limits
        position = start
        readOffset = start.offset
        isBehindHeader = start.offset > 0
    }

    /// The event that was given last.
    public var event: RawSpan {
        @_lifetime(borrow self)
        get { content.bytes.extracting(current) }
    }

    /// Bytes of memory reserved, without libzstd's window.
    public var reservedBytes: Int { input.reserved + content.reserved }

    // MARK: For putting archives right

    /// What the file's part that was read last belongs to.
    enum FrameState: Equatable {
        case plain
        case outside
        /// `isEnded` behind the last block.
        case blocks(hasChecksum: Bool, isEnded: Bool)
    }

    /// Whether every event that has come was given, and nothing of another one.
    var isBetweenEvents: Bool { content.count == current.upperBound }

    var frameState: FrameState {
        guard container == .zstd else { return .plain }
        guard walker.isInsideFrame else { return .outside }
        return .blocks(hasChecksum: walker.frame.hasChecksum, isEnded: walker.frame.isEnded)
    }

    /// The header or event that was given last, with its length before it.
    var message: RawSpan {
        @_lifetime(borrow self)
        get { content.bytes.extracting(0..<current.upperBound) }
    }

    // MARK: Reading

    /// Takes the file's next bytes.
    public mutating func append(_ piece: RawSpan) { input.append(piece) }

    /// No more bytes will come.
    public mutating func endInput() { inputEnded = true }

    public mutating func next() throws(ArchiveError) -> Step {
        if let failure { throw failure }
        do throws(ArchiveError) {
            return try step()
        } catch {
            failure = error
            throw error
        }
    }

    private mutating func step() throws(ArchiveError) -> Step {
        content.consume(current.upperBound)
        current = 0..<0
        while true {
            if let step = try takeMessage() { return step }
            content.shrink(above: 1 << 20)
            guard try fill() else { return try finish() }
        }
    }

    // MARK: Messages in the content

    /// The message at the front of the content; nil where it is not there whole.
    private mutating func takeMessage() throws(ArchiveError) -> Step? {
        if !isBehindHeader, isFirstFormat { return try takeFirstFormat() }
        guard !content.isEmpty, isBehindHeader || content.count >= 2 || inputEnded else { return nil }
        guard let (length, prefix) = try messageLength() else { return nil }
        guard length > 0 else { throw damaged("an event of 0 bytes") }
        guard length <= UInt64(limits.event) else {
            guard isBehindHeader else { throw .notAnArchive(reason: "it does not begin with a header") }
            throw .tooLong(at: position, length: length, limit: limits.event)
        }
        guard content.count > prefix else { return nil }
        // A header begins with its first field, a number; an event has a message under that number.
        let isHeader = content[prefix] == 8
        guard isHeader || isBehindHeader else { throw .notAnArchive(reason: "it does not begin with a header") }
        guard !isHeader || length <= 1 << 20 else {
            throw isBehindHeader
                ? damaged("a header of \(length) bytes") : .notAnArchive(reason: "a header of \(length) bytes")
        }
        let range = prefix..<prefix + Int(length)
        guard content.count >= range.upperBound else { return nil }
        current = range
        guard isHeader else {
            advance(by: range.upperBound)
            position.events += 1
            return .event
        }
        let header: ArchiveHeader
        do throws(WireError) {
            header = try ArchiveHeader(decoding: event)
        } catch {
            throw isBehindHeader
                ? damaged("a header that is \(error)") : .notAnArchive(reason: "its header is \(error)")
        }
        isBehindHeader = true
        advance(by: range.upperBound)
        return .header(header)
    }

    private var isFirstFormat: Bool {
        content.count >= 2 && content[0] == UInt8(ascii: "P") && content[1] == UInt8(ascii: "A")
    }

    /// The 16 bytes at the head of upstream's first archives.
    private mutating func takeFirstFormat() throws(ArchiveError) -> Step? {
        guard content.count >= 16 else {
            guard inputEnded, input.isEmpty else { return nil }
            throw .truncated(at: position, within: "the header")
        }
        guard content[2] == 1 else { throw .unknownVersion(content[2]) }
        kind = .version1(gitHash: (3..<7).map { content[$0] })
        current = 0..<16
        isBehindHeader = true
        advance(by: 16)
        return .header(ArchiveHeader())
    }

    /// The length at the front of the content and how many bytes tell it; nil where that is not there whole.
    private func messageLength() throws(ArchiveError) -> (length: UInt64, prefix: Int)? {
        var length: UInt64 = 0
        for index in 0..<min(content.count, 10) {
            let byte = content[index]
            length |= UInt64(byte & 0x7F) << UInt64(7 * index)
            if byte < 0x80 { return (length, index + 1) }
        }
        guard content.count < 10 else {
            guard isBehindHeader else { throw .notAnArchive(reason: "it does not begin with a length") }
            throw damaged("a length of more than 10 bytes")
        }
        return nil
    }

    private mutating func advance(by count: Int) {
        position.contentOffset += UInt64(count)
        position.offset = container == .plain ? position.contentOffset : readOffset
    }

    private func damaged(_ reason: String) -> ArchiveError { .damaged(at: place, reason: reason) }

    /// Where reading has got to.
    private var place: ArchivePosition {
        ArchivePosition(
            offset: container == .plain ? position.offset : readOffset, contentOffset: position.contentOffset,
            events: position.events)
    }

    // MARK: The file's bytes

    /// Turns the next part of the input into content; false where there is none.
    private mutating func fill() throws(ArchiveError) -> Bool {
        switch container {
        case .unknown:
            guard input.count >= 4 || inputEnded, !input.isEmpty else { return false }
            container = Self.isZstd(input.bytes) ? .zstd : .plain
            return true
        case .plain:
            guard !input.isEmpty else { return false }
            content.append(all: input)
            take(input.count)
            return true
        case .zstd:
            return try fillFromFrame()
        }
    }

    private static func isZstd(_ bytes: RawSpan) -> Bool {
        guard bytes.byteCount >= 4 else { return false }
        return ZstdFrameWalker.isMagic(bytes.unsafeLoadUnaligned(fromByteOffset: 0, as: UInt32.self).littleEndian)
    }

    private mutating func fillFromFrame() throws(ArchiveError) -> Bool {
        if skipping > 0 {
            let count = min(skipping, UInt64(input.count))
            take(Int(count))
            skipping -= count
            return count > 0
        }
        let part: ZstdFrameWalker.Part?
        do throws(ZstdFrameWalker.Failure) {
            part = try Self.part(&walker, input)
        } catch {
            throw damaged("\(error)")
        }
        switch part {
        case nil: return false
        case .skippable(let length):
            take(ZstdFrameWalker.skippableHeaderLength)
            skipping = length
        case .frameHeader(let length, let window):
            guard window <= limits.window else {
                throw .windowTooLarge(at: place, window: window, limit: limits.window)
            }
            try decompress(length)
            self.window = window
            frames += 1
        case .block(let length, _): try decompress(length)
        case .checksum: try decompress(ZstdFrameWalker.checksumLength)
        }
        if !walker.isInsideFrame, skipping == 0, content.isEmpty { frameEnd = (readOffset, frames) }
        return true
    }

    private static func part(
        _ walker: inout ZstdFrameWalker, _ input: borrowing ByteQueue
    ) throws(ZstdFrameWalker.Failure) -> ZstdFrameWalker.Part? {
        try walker.next(input.bytes)
    }

    private mutating func decompress(_ count: Int) throws(ArchiveError) {
        do throws(ZstdDecompressor.Failure) {
            if decompressor == nil { decompressor = try ZstdDecompressor() }
            try decompressor?.decompress(first: count, of: input, into: &content)
        } catch {
            throw damaged(error.reason)
        }
        take(count)
    }

    private mutating func take(_ count: Int) {
        input.consume(count)
        readOffset += UInt64(count)
    }

    /// What it means that there is nothing more to read from.
    private func finish() throws(ArchiveError) -> Step {
        guard inputEnded else { return .needsInput }
        if walker.isInsideFrame || skipping > 0 || !input.isEmpty {
            throw .truncated(at: place, within: skipping > 0 ? "a skippable frame" : "a zstd frame")
        }
        guard content.isEmpty else { throw .truncated(at: place, within: isBehindHeader ? "an event" : "the header") }
        guard isBehindHeader else { throw .empty }
        return .end
    }
}
