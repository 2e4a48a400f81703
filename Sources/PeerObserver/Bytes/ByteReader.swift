/// Reads a P2P payload from borrowed bytes. Integers are little-endian unless said otherwise; every read is checked
/// against what is left, for these are attackers' bytes.
public struct ByteReader: ~Escapable {
    private let input: RawSpan
    /// Bytes consumed; 0 ≤ offset ≤ input.byteCount always.
    public private(set) var offset = 0

    @_lifetime(copy input)
    public init(_ input: RawSpan) { self.input = input }

    public var remaining: Int { input.byteCount - offset }
    public var isAtEnd: Bool { remaining == 0 }

    /// Consumes `count` bytes and returns where they begin; they are inside the input.
    @inline(__always)
    private mutating func take(_ count: Int) throws(PayloadError) -> Int {
        guard count <= remaining else { throw .truncated(needed: count, available: remaining) }
        defer { offset += count }
        return offset
    }

    @inline(__always)
    private mutating func load<Value: FixedWidthInteger & BitwiseCopyable>(_ type: Value.Type) throws(PayloadError)
        -> Value
    {
        let at = try take(MemoryLayout<Value>.size)
        return Value(littleEndian: input.unsafeLoadUnaligned(fromUncheckedByteOffset: at, as: type))
    }

    public mutating func uint8() throws(PayloadError) -> UInt8 { try load(UInt8.self) }
    public mutating func uint16() throws(PayloadError) -> UInt16 { try load(UInt16.self) }
    public mutating func uint32() throws(PayloadError) -> UInt32 { try load(UInt32.self) }
    public mutating func uint64() throws(PayloadError) -> UInt64 { try load(UInt64.self) }
    public mutating func int32() throws(PayloadError) -> Int32 { try load(Int32.self) }
    public mutating func int64() throws(PayloadError) -> Int64 { try load(Int64.self) }
    /// Big-endian, as ports are.
    public mutating func port() throws(PayloadError) -> UInt16 { try load(UInt16.self).byteSwapped }

    @inline(__always)
    public mutating func hash256() throws(PayloadError) -> Hash256 {
        Hash256(uncheckedFrom: input, at: try take(Hash256.byteCount))
    }

    public mutating func shortID() throws(PayloadError) -> ShortID {
        ShortID(uncheckedFrom: input, at: try take(ShortID.byteCount))
    }

    public mutating func bytes(_ count: Int) throws(PayloadError) -> [UInt8] {
        let at = try take(count)
        return copy(at..<at + count)
    }

    public mutating func skip(_ count: Int) throws(PayloadError) { _ = try take(count) }

    /// What is left.
    public mutating func rest() -> [UInt8] {
        defer { offset = input.byteCount }
        return copy(offset..<input.byteCount)
    }

    /// A copy of bytes already passed.
    func copy(_ range: Range<Int>) -> [UInt8] {
        withUnsafeBytes(of: range) { [UInt8]($0) }
    }

    /// - Precondition: `range` lies within the input.
    func withUnsafeBytes<Result>(of range: Range<Int>, _ body: (UnsafeRawBufferPointer) -> Result) -> Result {
        input.withUnsafeBytes { body(UnsafeRawBufferPointer(rebasing: $0[range])) }
    }
}

extension ByteReader {
    /// `count` values in a row; the count has been checked against what is left.
    @inline(__always)
    mutating func array<Element>(
        _ count: Int, _ read: (inout ByteReader) throws(PayloadError) -> Element
    ) throws(PayloadError) -> [Element] {
        var elements: [Element] = []
        elements.reserveCapacity(count)
        for _ in 0..<count { elements.append(try read(&self)) }
        return elements
    }

    /// Hashes behind their count.
    mutating func hashes() throws(PayloadError) -> [Hash256] {
        let count = try count(ofItemsWithAtLeast: Hash256.byteCount)
        return try array(count) { reader throws(PayloadError) in try reader.hash256() }
    }
}

/// A message or a part of one that reads itself from a P2P payload.
public protocol PayloadDecodable {
    init(payload reader: inout ByteReader) throws(PayloadError)
}

/// A message or a part of one that writes itself as a P2P payload.
public protocol PayloadEncodable {
    func encodePayload(into writer: inout ByteWriter)
}
