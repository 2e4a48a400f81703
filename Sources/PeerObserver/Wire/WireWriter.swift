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

    @inline(__always)
    private mutating func place(_ byteCount: Int) -> UnsafeMutableRawPointer {
        if start < byteCount { grow(byteCount) }
        start -= byteCount
        return base + start
    }

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

    @inline(__always)
    public mutating func varint(_ value: UInt64) {
        if value < 0x80 {
            place(1).storeBytes(of: UInt8(truncatingIfNeeded: value), as: UInt8.self)
            return
        }
        longVarint(value)
    }

    private mutating func longVarint(_ value: UInt64) {
        let byteCount = (70 - value.leadingZeroBitCount) / 7
        let target = place(byteCount)
        var rest = value
        for index in 0..<byteCount - 1 {
            target.storeBytes(of: UInt8(truncatingIfNeeded: rest) | 0x80, toByteOffset: index, as: UInt8.self)
            rest >>= 7
        }
        target.storeBytes(of: UInt8(truncatingIfNeeded: rest), toByteOffset: byteCount - 1, as: UInt8.self)
    }

    @inline(__always)
    public mutating func tag(_ tag: UInt32) { varint(UInt64(tag)) }

    public mutating func int64(_ value: Int64) { varint(UInt64(bitPattern: value)) }
    public mutating func sint64(_ value: Int64) { varint(UInt64(bitPattern: value << 1 ^ value >> 63)) }
    public mutating func fixed64(_ value: UInt64) {
        place(8).storeBytes(of: value.littleEndian, as: UInt64.self)
    }

    public mutating func string(_ value: String) {
        var value = value
        value.withUTF8 { raw(UnsafeRawBufferPointer($0)) }
    }

    public mutating func bytes(_ value: [UInt8]) {
        value.withUnsafeBytes { raw($0) }
    }

    @inline(__always)
    public mutating func hash256(_ value: Hash256) {
        value.store(to: place(Hash256.byteCount))
        varint(UInt64(Hash256.byteCount))
    }

    public mutating func shortID(_ value: ShortID) {
        value.store(to: place(ShortID.byteCount))
        varint(UInt64(ShortID.byteCount))
    }

    @inline(__always)
    public mutating func message<Message: WireMessage>(_ value: Message, tag: UInt32) {
        let end = count
        value.encode(into: &self)
        varint(UInt64(count - end))
        self.tag(tag)
    }

    /// Length prefix and bytes.
    private mutating func raw(_ source: UnsafeRawBufferPointer) {
        if let address = source.baseAddress {
            place(source.count).copyMemory(from: address, byteCount: source.count)
        }
        varint(UInt64(source.count))
    }
}
