/// Appends bytes and text to a buffer that it keeps: what JSON, text and P2P encoders write into.
public struct ByteWriter: ~Copyable {
    private var base: UnsafeMutablePointer<UInt8>
    private var capacity: Int
    /// Bytes written; 0 ≤ count ≤ capacity always.
    public private(set) var count = 0

    public init(capacity: Int = 4096) {
        self.capacity = max(capacity, 64)
        base = .allocate(capacity: self.capacity)
    }

    deinit { base.deallocate() }

    /// Forgets what was written and keeps the buffer.
    public mutating func removeAll() { count = 0 }

    /// Forgets what was written behind the first `count` bytes.
    public mutating func truncate(to count: Int) { self.count = min(max(count, 0), self.count) }

    public func withUnsafeBytes<Result, Failure: Error>(
        _ body: (UnsafeRawBufferPointer) throws(Failure) -> Result
    ) throws(Failure) -> Result {
        try body(UnsafeRawBufferPointer(start: base, count: count))
    }

    /// A copy of what was written.
    public var array: [UInt8] { withUnsafeBytes { [UInt8]($0) } }

    @inline(__always)
    private mutating func place(_ byteCount: Int) -> UnsafeMutablePointer<UInt8> {
        if capacity - count < byteCount { grow(byteCount) }
        defer { count += byteCount }
        return base + count
    }

    @inline(never)
    private mutating func grow(_ byteCount: Int) {
        let larger = max(capacity * 2, count + byteCount)
        let copy = UnsafeMutablePointer<UInt8>.allocate(capacity: larger)
        copy.update(from: base, count: count)
        base.deallocate()
        base = copy
        capacity = larger
    }

    @inline(__always)
    public mutating func byte(_ value: UInt8) { place(1).pointee = value }

    @inline(__always)
    public mutating func text(_ value: StaticString) {
        let byteCount = value.utf8CodeUnitCount
        // Valid for byteCount bytes: literals given here are never single scalars without a pointer.
        place(byteCount).update(from: value.utf8Start, count: byteCount)
    }

    public mutating func bytes(_ source: UnsafeRawBufferPointer) {
        guard let address = source.baseAddress else { return }
        UnsafeMutableRawPointer(place(source.count)).copyMemory(from: address, byteCount: source.count)
    }

    public mutating func bytes(_ source: [UInt8]) { source.withUnsafeBytes { bytes($0) } }

    /// The text's UTF-8, as it is.
    public mutating func utf8(_ value: String) {
        var value = value
        value.withUTF8 { bytes(UnsafeRawBufferPointer($0)) }
    }

    @inline(__always)
    public mutating func littleEndian<Value: FixedWidthInteger>(_ value: Value) {
        let byteCount = MemoryLayout<Value>.size
        UnsafeMutableRawPointer(place(byteCount)).storeBytes(of: value.littleEndian, as: Value.self)
    }

    @inline(__always)
    public mutating func bigEndian<Value: FixedWidthInteger>(_ value: Value) {
        let byteCount = MemoryLayout<Value>.size
        UnsafeMutableRawPointer(place(byteCount)).storeBytes(of: value.bigEndian, as: Value.self)
    }

    /// The byte written last.
    public var last: UInt8? { count == 0 ? nil : base[count - 1] }

    /// Puts quotes around what was written from `start` on.
    mutating func quote(from start: Int) {
        byte(UInt8(ascii: "\""))
        byte(UInt8(ascii: "\""))
        let length = count - 2 - start
        (base + start + 1).update(from: base + start, count: length)
        base[start] = UInt8(ascii: "\"")
        base[count - 1] = UInt8(ascii: "\"")
    }

    /// Decimal digits.
    public mutating func decimal(_ value: UInt64) {
        if value < 10 { return byte(UInt8(ascii: "0") + UInt8(value)) }
        var digitCount = 1
        var power = value
        while power >= 10 {
            power /= 10
            digitCount += 1
        }
        let target = place(digitCount)
        var rest = value
        for index in stride(from: digitCount - 1, through: 0, by: -1) {
            target[index] = UInt8(ascii: "0") + UInt8(rest % 10)
            rest /= 10
        }
    }

    public mutating func decimal(_ value: Int64) {
        if value < 0 { byte(UInt8(ascii: "-")) }
        decimal(value.magnitude)
    }

    /// Two lower-case digits.
    @inline(__always)
    public mutating func hex(_ value: UInt8) {
        let target = place(2)
        target[0] = Self.hexDigit(value >> 4)
        target[1] = Self.hexDigit(value & 15)
    }

    public mutating func hex(_ source: [UInt8]) {
        for value in source { hex(value) }
    }

    /// 64 digits in display order.
    public mutating func displayHex(_ hash: Hash256) {
        let target = place(64)
        hash.withUnsafeBytes { source in
            for index in 0..<32 {
                let value = source[31 - index]
                target[2 * index] = Self.hexDigit(value >> 4)
                target[2 * index + 1] = Self.hexDigit(value & 15)
            }
        }
    }

    @inline(__always)
    private static func hexDigit(_ nibble: UInt8) -> UInt8 {
        nibble < 10 ? UInt8(ascii: "0") + nibble : UInt8(ascii: "a") - 10 + nibble
    }
}
