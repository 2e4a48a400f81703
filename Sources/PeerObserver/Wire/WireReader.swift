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

    public var isAtEnd: Bool { offset == end }

    /// The next tag (field number << 3 | wire type), or nil at the end.
    @inline(__always)
    public mutating func nextTag() throws(WireError) -> UInt32? {
        guard offset < end else { return nil }
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

    private mutating func longVarint() throws(WireError) -> UInt64 {
        var value: UInt64 = 0
        var shift: UInt64 = 0
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

    /// Text; what is no UTF-8 in it becomes U+FFFD.
    public mutating func string() throws(WireError) -> String {
        let length = try lengthPrefix()
        let at = try take(length)
        return input.withUnsafeBytes { String(decoding: UnsafeRawBufferPointer(rebasing: $0[at..<at + length]), as: UTF8.self) }
    }

    public mutating func bytes() throws(WireError) -> [UInt8] {
        let length = try lengthPrefix()
        let at = try take(length)
        return input.withUnsafeBytes { [UInt8](UnsafeRawBufferPointer(rebasing: $0[at..<at + length])) }
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
