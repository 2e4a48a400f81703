/// Finds the parts that zstd frames consist of (RFC 8878), without decompressing anything: so that it is known where each
/// part ends, and what is asked for is seen before it is given.
struct ZstdFrameWalker: Sendable {
    enum Part: Equatable {
        /// A frame's header; `window` in bytes.
        case frameHeader(length: Int, window: UInt64)
        case block(length: Int, isLast: Bool)
        case checksum
        /// A skippable frame's header; that many bytes of content follow.
        case skippable(content: UInt64)
    }

    enum Failure: Error, Equatable {
        case notAFrame
        case reservedBit
        case reservedBlock
        case blockTooLong(Int)
    }

    private enum Expected: Equatable {
        case frame, block, checksum
    }

    static let checksumLength = 4
    static let skippableHeaderLength = 8
    private static let blockHeaderLength = 3
    private static let longestBlock = 128 << 10

    private var expected = Expected.frame
    private var hasChecksum = false
    private var blockLimit = 0
    private(set) var isInsideFrame = false
    /// Whether the frame at hand has a checksum, and whether its last block was there.
    var frame: (hasChecksum: Bool, isEnded: Bool) { (hasChecksum, expected == .checksum) }

    /// Whether four bytes begin a frame, skippable or not.
    static func isMagic(_ magic: UInt32) -> Bool { magic == Self.magic || isSkippable(magic) }

    private static let magic: UInt32 = 0xFD2F_B528
    private static func isSkippable(_ magic: UInt32) -> Bool { magic & 0xFFFF_FFF0 == 0x184D_2A50 }

    /// What stands at the front of `input`; nil where more bytes are needed to tell, or to have it whole.
    mutating func next(_ input: RawSpan) throws(Failure) -> Part? {
        switch expected {
        case .frame: try frame(input)
        case .block: try block(input)
        case .checksum: input.byteCount >= Self.checksumLength ? take(.checksum, then: .frame) : nil
        }
    }

    private mutating func take(_ part: Part, then next: Expected) -> Part {
        expected = next
        isInsideFrame = next != .frame
        return part
    }

    private mutating func frame(_ input: RawSpan) throws(Failure) -> Part? {
        guard input.byteCount >= 5 else { return nil }
        let magic = input.unsafeLoadUnaligned(fromByteOffset: 0, as: UInt32.self).littleEndian
        if Self.isSkippable(magic) {
            guard input.byteCount >= Self.skippableHeaderLength else { return nil }
            let content = input.unsafeLoadUnaligned(fromByteOffset: 4, as: UInt32.self).littleEndian
            return .skippable(content: UInt64(content))
        }
        guard magic == Self.magic else { throw .notAFrame }
        let descriptor = input.unsafeLoad(fromByteOffset: 4, as: UInt8.self)
        guard descriptor & 0b1000 == 0 else { throw .reservedBit }
        let isSingleSegment = descriptor & 0b10_0000 != 0
        let windowLength = isSingleSegment ? 0 : 1
        let dictionaryLength = [0, 1, 2, 4][Int(descriptor & 0b11)]
        let sizeLength = [isSingleSegment ? 1 : 0, 2, 4, 8][Int(descriptor >> 6)]
        let length = 5 + windowLength + dictionaryLength + sizeLength
        guard input.byteCount >= length else { return nil }
        let window: UInt64
        if isSingleSegment {
            window = Self.littleEndian(input, 5 + dictionaryLength, sizeLength) + (sizeLength == 2 ? 256 : 0)
        } else {
            let byte = UInt64(input.unsafeLoad(fromByteOffset: 5, as: UInt8.self))
            let base = UInt64(1) << (10 + byte >> 3)
            window = base + base / 8 * (byte & 7)
        }
        hasChecksum = descriptor & 0b100 != 0
        blockLimit = Int(min(UInt64(Self.longestBlock), max(window, 1024)))
        return take(.frameHeader(length: length, window: window), then: .block)
    }

    private mutating func block(_ input: RawSpan) throws(Failure) -> Part? {
        guard input.byteCount >= Self.blockHeaderLength else { return nil }
        let header = Int(Self.littleEndian(input, 0, Self.blockHeaderLength))
        let isLast = header & 1 == 1
        let size = header >> 3
        let stored: Int
        switch header >> 1 & 3 {
        case 1: stored = 1
        case 3: throw .reservedBlock
        default: stored = size
        }
        guard size <= blockLimit else { throw .blockTooLong(size) }
        guard input.byteCount - Self.blockHeaderLength >= stored else { return nil }
        let length = Self.blockHeaderLength + stored
        return take(.block(length: length, isLast: isLast), then: !isLast ? .block : hasChecksum ? .checksum : .frame)
    }

    /// - Precondition: `count` ≤ 8 bytes lie at `offset`.
    private static func littleEndian(_ input: RawSpan, _ offset: Int, _ count: Int) -> UInt64 {
        (0..<count).reduce(into: 0) {
            $0 |= UInt64(input.unsafeLoad(fromByteOffset: offset + $1, as: UInt8.self)) << UInt64(8 * $1)
        }
    }
}

extension ZstdFrameWalker.Failure: CustomStringConvertible {
    var description: String {
        switch self {
        case .notAFrame: "no zstd frame begins here"
        case .reservedBit: "a zstd frame of an unknown kind"
        case .reservedBlock: "a zstd block of an unknown kind"
        case .blockTooLong(let length): "a zstd block of \(length) bytes"
        }
    }
}
