/// Reads the protobuf wire format from borrowed bytes. Every read is checked against what is left.
public struct WireReader: ~Escapable {
    private let input: RawSpan
    private var offset: Int
    private let end: Int

    @_lifetime(copy input)
    public init(_ input: RawSpan) {
        self.init(input, offset: 0, end: input.byteCount)
    }

    @_lifetime(copy input)
    private init(_ input: RawSpan, offset: Int, end: Int) {
        self.input = input
        self.offset = offset
        self.end = end
    }

    /// Reads a part of `input`; positions stay those of the whole.
    @_lifetime(copy input)
    public init(_ input: RawSpan, in range: Range<Int>) {
        precondition(range.lowerBound >= 0 && range.upperBound <= input.byteCount, "outside of the input")
        self.init(input, offset: range.lowerBound, end: range.upperBound)
    }

    public var isAtEnd: Bool { offset == end }

    /// The next tag (field number << 3 | wire type), or nil at the end.
    @inline(__always)
    public mutating func nextTag() throws(WireError) -> UInt32? {
        guard offset < end else { return nil }
        // In bounds: offset < end, and offset + 1 < end.
        let first = input.unsafeLoad(fromUncheckedByteOffset: offset, as: UInt8.self)
        if first >= 0x80, offset + 1 < end {
            let second = input.unsafeLoad(fromUncheckedByteOffset: offset + 1, as: UInt8.self)
            if second < 0x80, second > 0 {
                offset += 2
                return UInt32(first & 0x7f) | UInt32(second) << 7
            }
        }
        let tag = try varint()
        guard tag >= 8, tag <= UInt64(UInt32.max) else { throw .invalidTag(UInt32(truncatingIfNeeded: tag)) }
        return UInt32(truncatingIfNeeded: tag)
    }

    @inline(__always)
    public mutating func varint() throws(WireError) -> UInt64 {
        guard offset < end else { throw .truncated(needed: 1, available: 0) }
        // In bounds: offset < end ≤ input.byteCount, here and below.
        let first = input.unsafeLoad(fromUncheckedByteOffset: offset, as: UInt8.self)
        if first < 0x80 {
            offset += 1
            return UInt64(first)
        }
        return try longVarint()
    }

    @inline(never)
    private mutating func longVarint() throws(WireError) -> UInt64 {
        var value: UInt64 = 0
        var shift: UInt64 = 0
        if end - offset >= 8 {
            // In bounds: eight bytes are left. The lowest clear top bit tells the last byte.
            let bytes = UInt64(
                littleEndian: input.unsafeLoadUnaligned(fromUncheckedByteOffset: offset, as: UInt64.self))
            let last = ~bytes & 0x8080_8080_8080_8080
            if last != 0 {
                offset += (last.trailingZeroBitCount + 1) / 8
                return Self.joined(bytes & (last ^ (last - 1)))
            }
            offset += 8
            shift = 56
            value = Self.joined(bytes)
        }
        while offset < end {
            let byte = input.unsafeLoad(fromUncheckedByteOffset: offset, as: UInt8.self)
            offset += 1
            value |= UInt64(byte & 0x7f) << shift
            if byte < 0x80 { return value }
            shift += 7
            guard shift < 70 else { throw .varintTooLong }
        }
        throw .truncated(needed: 1, available: 0)
    }

    /// The low seven bits of eight bytes, lowest first, side by side.
    @inline(__always)
    private static func joined(_ bytes: UInt64) -> UInt64 {
        var groups = bytes & 0x007f_007f_007f_007f | (bytes & 0x7f00_7f00_7f00_7f00) >> 1
        groups = groups & 0x0000_3fff_0000_3fff | (groups & 0x3fff_0000_3fff_0000) >> 2
        return groups & 0x0fff_ffff | (groups & 0x0fff_ffff_0000_0000) >> 4
    }

    public mutating func uint32() throws(WireError) -> UInt32 { UInt32(truncatingIfNeeded: try varint()) }
    public mutating func int32() throws(WireError) -> Int32 { Int32(truncatingIfNeeded: try varint()) }
    public mutating func int64() throws(WireError) -> Int64 { Int64(truncatingIfNeeded: try varint()) }
    public mutating func bool() throws(WireError) -> Bool { try varint() != 0 }

    /// Cut to 32 bits before the sign is folded in, as protobuf does.
    public mutating func sint32() throws(WireError) -> Int32 {
        let value = try uint32()
        return Int32(bitPattern: value >> 1) ^ -Int32(bitPattern: value & 1)
    }
    public mutating func sint64() throws(WireError) -> Int64 {
        let value = try varint()
        return Int64(bitPattern: value >> 1) ^ -Int64(bitPattern: value & 1)
    }

    public mutating func fixed64() throws(WireError) -> UInt64 {
        let at = try take(8)
        return UInt64(littleEndian: input.unsafeLoadUnaligned(fromUncheckedByteOffset: at, as: UInt64.self))
    }
    public mutating func double() throws(WireError) -> Double { Double(bitPattern: try fixed64()) }

    /// A reader of the length-delimited field that follows.
    @inline(__always)
    @_lifetime(copy self)
    public mutating func message() throws(WireError) -> WireReader {
        let length = try lengthPrefix()
        let at = try take(length)
        return WireReader(input, offset: at, end: at + length)
    }

    /// Where the bytes of the length-delimited field that follows lie in the input; passes over them.
    @inline(__always)
    public mutating func range() throws(WireError) -> Range<Int> {
        let length = try lengthPrefix()
        let at = try take(length)
        return at..<at + length
    }

    /// Text; what is no UTF-8 in it becomes U+FFFD.
    public mutating func string() throws(WireError) -> String {
        let length = try lengthPrefix()
        let at = try take(length)
        return input.withUnsafeBytes {
            String(decoding: UnsafeRawBufferPointer(rebasing: $0[at..<at + length]), as: UTF8.self)
        }
    }

    public mutating func bytes() throws(WireError) -> [UInt8] {
        let length = try lengthPrefix()
        let at = try take(length)
        return input.withUnsafeBytes { [UInt8](UnsafeRawBufferPointer(rebasing: $0[at..<at + length])) }
    }

    /// Where the next tag or value lies.
    var position: Int { offset }

    /// A reader of what lies behind `position`, which this one has passed.
    @_lifetime(copy self)
    func moved(back position: Int) -> WireReader {
        precondition(position >= 0 && position <= offset, "not passed")
        return WireReader(input, offset: position, end: end)
    }

    /// Shows the bytes of the length-delimited field that follows to `body`; passes over them.
    @inline(__always)
    mutating func withBytes<Result>(_ body: (UnsafeRawBufferPointer) -> Result) throws(WireError) -> Result {
        let range = try range()
        return input.withUnsafeBytes { body(UnsafeRawBufferPointer(rebasing: $0[range])) }
    }

    @inline(__always)
    public mutating func hash256() throws(WireError) -> Hash256 {
        let length = try lengthPrefix()
        let at = try take(length)
        guard length == Hash256.byteCount else { throw .invalidLength(expected: Hash256.byteCount, found: length) }
        return Hash256(uncheckedFrom: input, at: at)
    }

    public mutating func shortID() throws(WireError) -> ShortID {
        let length = try lengthPrefix()
        let at = try take(length)
        guard length == ShortID.byteCount else { throw .invalidLength(expected: ShortID.byteCount, found: length) }
        return ShortID(uncheckedFrom: input, at: at)
    }

    /// How many elements like the next one, length-delimited, would fill what is left: a guess at how many there are.
    /// At most 256, whatever the bytes say.
    @inline(__always)
    public var likelyCount: Int {
        guard offset < end else { return 0 }
        // In bounds: offset < end. The field takes its tag, its length and that many bytes.
        let length = input.unsafeLoad(fromUncheckedByteOffset: offset, as: UInt8.self)
        return min((end - offset + 1) / (Int(length) + 2), 256)
    }

    /// Passes over a field that the reader does not know.
    public mutating func skip(_ tag: UInt32) throws(WireError) {
        var open: [UInt32] = []
        var tag = tag
        while true {
            switch tag & 7 {
            case 0: _ = try varint()
            case 1: _ = try take(8)
            case 2: _ = try take(try lengthPrefix())
            case 5: _ = try take(4)
            case 3: open.append(tag >> 3)
            case 4: guard open.popLast() == tag >> 3 else { throw .invalidTag(tag) }
            default: throw .invalidTag(tag)
            }
            if open.isEmpty { return }
            guard let next = try nextTag() else { throw .truncated(needed: 1, available: 0) }
            tag = next
        }
    }

    @inline(__always)
    private mutating func lengthPrefix() throws(WireError) -> Int {
        let length = try varint()
        guard length <= UInt64(Int32.max) else { throw .truncated(needed: Int(Int32.max), available: end - offset) }
        return Int(length)
    }

    /// Consumes `count` bytes and returns where they begin; they are inside the input.
    @inline(__always)
    private mutating func take(_ count: Int) throws(WireError) -> Int {
        guard count <= end - offset else { throw .truncated(needed: count, available: end - offset) }
        defer { offset += count }
        return offset
    }
}
