/// Writes the protobuf wire format back to front into a buffer that it keeps: the length of a message is known once its
/// fields stand behind it, so nothing is measured beforehand and nothing is moved.
public struct WireWriter: ~Copyable {
    private var base: UnsafeMutableRawPointer
    private var capacity: Int
    /// The written bytes are `base[start..<capacity]`; 0 ≤ start ≤ capacity always.
    private var start: Int

    /// - Parameter capacity: bytes to begin with; the buffer doubles when it is full.
    public init(capacity: Int = 4096) {
        self.capacity = max(capacity, 64)
        base = .allocate(byteCount: self.capacity, alignment: 16)
        start = self.capacity
    }

    deinit { base.deallocate() }

    /// Bytes written so far.
    public var count: Int { capacity - start }

    /// Forgets what was written; keeps the buffer, unless one large message made it larger than `limit` bytes.
    public mutating func removeAll(keepingAtMost limit: Int = 1 << 20) {
        if capacity > limit {
            base.deallocate()
            capacity = limit
            base = .allocate(byteCount: capacity, alignment: 16)
        }
        start = capacity
    }

    /// The written bytes, in order.
    public func withUnsafeBytes<Result, Failure: Error>(
        _ body: (UnsafeRawBufferPointer) throws(Failure) -> Result
    ) throws(Failure) -> Result {
        try body(UnsafeRawBufferPointer(start: base + start, count: count))
    }

    /// Where the written bytes begin, with room for `byteCount` more before. A field is written from there downwards and
    /// counted once, in `begin(at:)`: each turn through memory would cost what the rest of a small field does.
    @inline(__always)
    private mutating func room(_ byteCount: Int) -> UnsafeMutableRawPointer {
        if start < byteCount { grow(byteCount) }
        return base + start
    }

    @inline(__always)
    private mutating func begin(at first: UnsafeMutableRawPointer) { start = first - base }

    @inline(never)
    private mutating func grow(_ byteCount: Int) {
        let written = count
        let larger = max(capacity * 2, written + byteCount)
        let copy = UnsafeMutableRawPointer.allocate(byteCount: larger, alignment: 16)
        (copy + (larger - written)).copyMemory(from: base + start, byteCount: written)
        base.deallocate()
        base = copy
        capacity = larger
        start = larger - written
    }

    /// Room for any varint and any tag, and for what `put` writes too much.
    private static let scalarRoom = 24

    /// A field of one varint.
    @inline(__always)
    public mutating func varint(_ value: UInt64, tag: UInt32) {
        let end = room(Self.scalarRoom)
        begin(at: Self.put(tag: tag, before: Self.put(value, before: end)))
    }

    @inline(__always)
    public mutating func int64(_ value: Int64, tag: UInt32) { varint(UInt64(bitPattern: value), tag: tag) }

    @inline(__always)
    public mutating func sint64(_ value: Int64, tag: UInt32) {
        varint(UInt64(bitPattern: value << 1 ^ value >> 63), tag: tag)
    }

    @inline(__always)
    public mutating func fixed64(_ value: UInt64, tag: UInt32) {
        let target = room(Self.scalarRoom) - 8
        target.storeBytes(of: value.littleEndian, as: UInt64.self)
        begin(at: Self.put(tag: tag, before: target))
    }

    public mutating func string(_ value: String, tag: UInt32) {
        var value = value
        value.withUTF8 { raw(UnsafeRawBufferPointer($0), tag: tag) }
    }

    public mutating func bytes(_ value: [UInt8], tag: UInt32) {
        value.withUnsafeBytes { raw($0, tag: tag) }
    }

    @inline(__always)
    public mutating func hash256(_ value: Hash256, tag: UInt32) {
        let target = room(Hash256.byteCount + Self.scalarRoom) - Hash256.byteCount
        value.store(to: target)
        begin(at: Self.put(tag: tag, before: Self.put(UInt64(Hash256.byteCount), before: target)))
    }

    @inline(__always)
    public mutating func shortID(_ value: ShortID, tag: UInt32) {
        let target = room(ShortID.byteCount + Self.scalarRoom) - ShortID.byteCount
        value.store(to: target)
        begin(at: Self.put(tag: tag, before: Self.put(UInt64(ShortID.byteCount), before: target)))
    }

    @inline(__always)
    public mutating func message<Message: WireMessage>(_ value: Message, tag: UInt32) {
        let end = count
        value.encode(into: &self)
        varint(UInt64(count - end), tag: tag)
    }

    /// Bytes with their length before them.
    @inline(__always)
    private mutating func raw(_ source: UnsafeRawBufferPointer, tag: UInt32) {
        let target = room(source.count + Self.scalarRoom) - source.count
        if let address = source.baseAddress { target.copyMemory(from: address, byteCount: source.count) }
        begin(at: Self.put(tag: tag, before: Self.put(UInt64(source.count), before: target)))
    }

    /// Writes a varint that ends before `end` and returns where it begins; up to 8 bytes before that are overwritten.
    @inline(__always)
    private static func put(_ value: UInt64, before end: UnsafeMutableRawPointer) -> UnsafeMutableRawPointer {
        if value < 0x80 {
            (end - 1).storeBytes(of: UInt8(truncatingIfNeeded: value), as: UInt8.self)
            return end - 1
        }
        if value < 0x4000 { return putTwo(UInt32(truncatingIfNeeded: value), before: end) }
        return putLong(value, before: end)
    }

    /// A varint from 0x80 to 0x3fff.
    @inline(__always)
    private static func putTwo(_ value: UInt32, before end: UnsafeMutableRawPointer) -> UnsafeMutableRawPointer {
        let bytes = UInt16(truncatingIfNeeded: value & 0x7f | 0x80 | (value & 0x3f80) << 1)
        (end - 2).storeBytes(of: bytes.littleEndian, as: UInt16.self)
        return end - 2
    }

    @inline(never)
    private static func putLong(_ value: UInt64, before end: UnsafeMutableRawPointer) -> UnsafeMutableRawPointer {
        // A branch each: a field is mostly as long as the last time, while a computed length would hold up what follows.
        if value < 1 << 21 { return putGroups(value, count: 3, before: end) }
        if value < 1 << 28 { return putGroups(value, count: 4, before: end) }
        if value < 1 << 35 { return putGroups(value, count: 5, before: end) }
        if value < 1 << 42 { return putGroups(value, count: 6, before: end) }
        if value < 1 << 49 { return putGroups(value, count: 7, before: end) }
        if value < 1 << 56 { return putGroups(value, count: 8, before: end) }
        // Eight bytes that all tell of another, then the last one or two.
        let last = value >> 56
        var first = end - 1
        first.storeBytes(of: UInt8(last < 0x80 ? last : 1), as: UInt8.self)
        if last >= 0x80 {
            first -= 1
            first.storeBytes(of: UInt8(last), as: UInt8.self)
        }
        let groups = sevenBitGroups(value & (1 << 56 - 1)) | 0x8080_8080_8080_8080
        (first - 8).storeBytes(of: groups.littleEndian, as: UInt64.self)
        return first - 8
    }

    /// All bytes of a varint at once, aligned at the end.
    @inline(__always)
    private static func putGroups(
        _ value: UInt64, count: Int, before end: UnsafeMutableRawPointer
    ) -> UnsafeMutableRawPointer {
        let unused = UInt64(64 - 8 * count)
        let groups = sevenBitGroups(value) | 0x8080_8080_8080_8080 >> (unused + 8)
        (end - 8).storeBytes(of: (groups << unused).littleEndian, as: UInt64.self)
        return end - count
    }

    /// 56 bits as eight bytes of seven, lowest first.
    @inline(__always)
    private static func sevenBitGroups(_ value: UInt64) -> UInt64 {
        var spread = value & 0x0fff_ffff | (value & 0x00ff_ffff_f000_0000) << 4
        spread = spread & 0x0000_3fff_0000_3fff | (spread & 0x0fff_c000_0fff_c000) << 2
        return spread & 0x007f_007f_007f_007f | (spread & 0x3f80_3f80_3f80_3f80) << 1
    }

    /// - Parameter tag: a constant, so that its bytes are one as well.
    @inline(__always)
    private static func put(tag: UInt32, before end: UnsafeMutableRawPointer) -> UnsafeMutableRawPointer {
        if tag < 0x80 {
            (end - 1).storeBytes(of: UInt8(truncatingIfNeeded: tag), as: UInt8.self)
            return end - 1
        }
        if tag < 0x4000 { return putTwo(tag, before: end) }
        return putLong(UInt64(tag), before: end)
    }
}
