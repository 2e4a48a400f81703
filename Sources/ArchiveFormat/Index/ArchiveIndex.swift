public import PeerObserver

/// The index of an archive: where its blocks begin and what they hold.
public struct ArchiveIndex: Sendable, Equatable {
    public var start: IndexStart
    public var blocks: [IndexBlock]
    /// nil for an archive that was not closed.
    public var summary: IndexSummary?

    /// Reads entries; what is cut off at the end is left out.
    public init(_ bytes: [UInt8]) throws(ArchiveError) {
        let bytes = bytes.span.bytes
        var reader = FramedReader(bytes)
        var start: IndexStart?
        var isWithinLimits = true
        blocks = []
        do throws(WireError) {
            while let range = reader.next() {
                guard try IndexLimits.admit(bytes.extracting(range)) else {
                    isWithinLimits = false
                    break
                }
                let entry = try IndexEntry(decoding: bytes.extracting(range))
                // Fields that are not known can fill up elements that hold too little.
                guard try IndexLimits.admit(entry.encoded().span.bytes) else {
                    isWithinLimits = false
                    break
                }
                switch entry.entry {
                case .start(let entry): start = entry
                case .block(let entry): blocks.append(entry)
                case .summary(let entry): summary = entry
                case nil: break
                }
            }
        } catch {
            throw .index(reason: "\(error)")
        }
        guard isWithinLimits else { throw .index(reason: "it has more entries, or shorter ones, than any archive") }
        guard let start else { throw .index(reason: "it has no beginning") }
        guard start.version == Self.version else { throw .index(reason: "its version is \(start.version)") }
        self.start = start
        try checkOrder()
    }

    init(start: IndexStart, blocks: [IndexBlock]) {
        self.start = start
        self.blocks = blocks
    }

    public static let version: UInt32 = 1

    /// Blocks lie one after the other.
    private func checkOrder() throws(ArchiveError) {
        var (offset, contentOffset) = (start.offset, start.contentOffset)
        for (number, block) in blocks.enumerated() {
            guard block.offset == offset, block.contentOffset == contentOffset, block.firstTime <= block.lastTime else {
                throw .index(
                    reason: "block \(number) begins at \(block.offset) and \(block.contentOffset), "
                        + "not at \(offset) and \(contentOffset)")
            }
            let (end, overflow) = offset.addingReportingOverflow(block.size)
            let (contentEnd, contentOverflow) = contentOffset.addingReportingOverflow(block.contentSize)
            guard !overflow, !contentOverflow else { throw .index(reason: "its blocks are too long") }
            (offset, contentOffset) = (end, contentEnd)
        }
    }

    /// The blocks that may hold events of `times`, in milliseconds since the Unix epoch.
    public func blocks(within times: ClosedRange<UInt64>) -> [IndexBlock] {
        blocks.filter { $0.firstTime <= times.upperBound && $0.lastTime >= times.lowerBound }
    }

    /// All entries, each behind its length.
    public func encoded() -> [UInt8] {
        var bytes = Self.framed(.start(start))
        for block in blocks { bytes += Self.framed(.block(block)) }
        if let summary { bytes += Self.framed(.summary(summary)) }
        return bytes
    }

    static func framed(_ entry: IndexEntry.Entry) -> [UInt8] { framed(IndexEntry(entry: entry).encoded()) }

    /// A message behind its length.
    static func framed(_ message: [UInt8]) -> [UInt8] {
        var bytes: [UInt8] = []
        var length = message.count
        while length >= 0x80 {
            bytes.append(UInt8(length & 0x7F) | 0x80)
            length >>= 7
        }
        return bytes + [UInt8(length)] + message
    }
}

/// Finds messages behind their lengths in bytes that are there whole.
struct FramedReader: ~Escapable {
    private let input: RawSpan
    private var offset = 0

    @_lifetime(copy input)
    init(_ input: RawSpan) { self.input = input }

    /// Where the next message lies; nil at the end, and where it is cut off.
    mutating func next() -> Range<Int>? {
        var (length, at) = (UInt64(0), offset)
        for index in 0..<10 {
            guard at < input.byteCount else { return nil }
            let byte = input.unsafeLoad(fromByteOffset: at, as: UInt8.self)
            at += 1
            length |= UInt64(byte & 0x7F) << UInt64(7 * index)
            guard byte >= 0x80 else {
                guard length <= UInt64(input.byteCount - at) else { return nil }
                offset = at + Int(length)
                return at..<offset
            }
        }
        return nil
    }
}
