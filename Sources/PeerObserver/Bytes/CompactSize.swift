/// Bitcoin's variable-length integer: 1, 3, 5 or 9 bytes.
public enum CompactSize {
    /// Highest count or length (Core's `MAX_SIZE`).
    public static let limit: UInt64 = 0x0200_0000

    /// Bytes that `value` takes.
    public static func byteCount(_ value: UInt64) -> Int {
        switch value {
        case ..<0xfd: 1
        case ...0xffff: 3
        case ...0xffff_ffff: 5
        default: 9
        }
    }
}

extension ByteReader {
    /// A CompactSize of up to 64 bits, in its shortest form.
    @inline(__always)
    public mutating func compactSize() throws(PayloadError) -> UInt64 {
        let first = try uint8()
        return first < 0xfd ? UInt64(first) : try longCompactSize(first)
    }

    private mutating func longCompactSize(_ first: UInt8) throws(PayloadError) -> UInt64 {
        let value: UInt64
        let least: UInt64
        switch first {
        case 0xfd: (value, least) = (UInt64(try uint16()), 0xfd)
        case 0xfe: (value, least) = (UInt64(try uint32()), 0x1_0000)
        default: (value, least) = (try uint64(), 0x1_0000_0000)
        }
        guard value >= least else { throw .nonCanonicalCompactSize(value) }
        return value
    }

    /// A length in bytes that is covered by what is left.
    public mutating func length() throws(PayloadError) -> Int { try count(ofItemsWithAtLeast: 1) }

    /// A count of items, each of at least `itemSize` bytes, that what is left can hold. So nothing is allocated for a count
    /// that is only claimed.
    public mutating func count(ofItemsWithAtLeast itemSize: Int) throws(PayloadError) -> Int {
        let value = try compactSize()
        guard value <= CompactSize.limit else { throw .compactSizeAboveLimit(value) }
        let needed = Int(value) * itemSize
        guard needed <= remaining else { throw .truncated(needed: needed, available: remaining) }
        return Int(value)
    }

    /// Length-prefixed bytes.
    public mutating func lengthPrefixedBytes() throws(PayloadError) -> [UInt8] { try bytes(length()) }

    /// Length-prefixed text; what is no UTF-8 in it becomes U+FFFD.
    public mutating func lengthPrefixedText() throws(PayloadError) -> String {
        String(decoding: try lengthPrefixedBytes(), as: UTF8.self)
    }
}

extension ByteWriter {
    public mutating func compactSize(_ value: UInt64) {
        switch CompactSize.byteCount(value) {
        case 1: byte(UInt8(value))
        case 3:
            byte(0xfd)
            littleEndian(UInt16(value))
        case 5:
            byte(0xfe)
            littleEndian(UInt32(value))
        default:
            byte(0xff)
            littleEndian(value)
        }
    }

    public mutating func compactSize(_ value: Int) { compactSize(UInt64(value)) }

    /// Length-prefixed UTF-8.
    public mutating func lengthPrefixed(_ text: String) {
        compactSize(text.utf8.count)
        utf8(text)
    }
}
