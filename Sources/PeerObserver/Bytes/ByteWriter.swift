import CDigits

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
        Self.copy(value.utf8Start, to: place(byteCount), byteCount)
    }

    /// Copies names and the like, which are short: a call would cost more than the copy.
    @inline(__always)
    private static func copy(_ source: UnsafePointer<UInt8>, to target: UnsafeMutablePointer<UInt8>, _ byteCount: Int) {
        switch byteCount {
        case 8...16: copyEnds(source, to: target, byteCount, UInt64.self)
        case 4..<8: copyEnds(source, to: target, byteCount, UInt32.self)
        default: target.update(from: source, count: byteCount)
        }
    }

    /// Copies the first and the last bytes, which overlap or meet.
    @inline(__always)
    private static func copyEnds<Part: FixedWidthInteger>(
        _ source: UnsafePointer<UInt8>, to target: UnsafeMutablePointer<UInt8>, _ byteCount: Int, _: Part.Type
    ) {
        let (from, to) = (UnsafeRawPointer(source), UnsafeMutableRawPointer(target))
        let last = byteCount - MemoryLayout<Part>.size
        let (first, second) = (
            from.loadUnaligned(as: Part.self), from.loadUnaligned(fromByteOffset: last, as: Part.self)
        )
        to.storeBytes(of: first, as: Part.self)
        to.storeBytes(of: second, toByteOffset: last, as: Part.self)
    }

    /// What stands before a name in JSON.
    enum KeyPrefix: UInt8 {
        case nothing
        case comma = 0x2c
        case brace = 0x7b
    }

    /// A name in JSON, with its quotes and colon: in one piece, as this is most of what is written of small messages.
    @inline(__always)
    mutating func key(_ name: StaticString, after prefix: KeyPrefix) {
        let (before, byteCount) = (prefix == .nothing ? 0 : 1, name.utf8CodeUnitCount)
        let target = place(before + byteCount + 3)
        target[0] = prefix.rawValue
        target[before] = UInt8(ascii: "\"")
        Self.copy(name.utf8Start, to: target + before + 1, byteCount)
        target[before + 1 + byteCount] = UInt8(ascii: "\"")
        target[before + 2 + byteCount] = UInt8(ascii: ":")
    }

    public mutating func bytes(_ source: UnsafeRawBufferPointer) {
        guard let address = source.baseAddress else { return }
        UnsafeMutableRawPointer(place(source.count)).copyMemory(from: address, byteCount: source.count)
    }

    /// - Precondition: `count` bytes lie at `source`.
    @inline(__always)
    mutating func raw(_ source: UnsafePointer<UInt8>, _ count: Int) { Self.copy(source, to: place(count), count) }

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

    /// A JSON string of text that needs no escaping, as nearly all does; false, and nothing is written, where it does.
    mutating func plainJSONString(_ text: UnsafeBufferPointer<UInt8>) -> Bool {
        let target = place(text.count + 2)
        var isPlain = true
        for index in text.indices {
            let byte = text[index]
            target[index + 1] = byte
            isPlain = isPlain && (byte &- 0x20 < 0x5f) && byte != UInt8(ascii: "\"") && byte != UInt8(ascii: "\\")
        }
        guard isPlain else {
            count -= text.count + 2
            return false
        }
        target[0] = UInt8(ascii: "\"")
        target[text.count + 1] = UInt8(ascii: "\"")
        return true
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

    /// Leaves `byteCount` bytes for `overwrite`.
    public mutating func gap(_ byteCount: Int) {
        guard byteCount > 0 else { return }
        place(byteCount).update(repeating: 0, count: byteCount)
    }

    /// Puts `bytes` in place of what was written at `offset`; they have to fit in there.
    public mutating func overwrite(_ offset: Int, with bytes: UnsafeRawBufferPointer) {
        precondition(offset >= 0 && bytes.count <= count - offset)
        guard let address = bytes.baseAddress else { return }
        UnsafeMutableRawPointer(base + offset).copyMemory(from: address, byteCount: bytes.count)
    }

    /// The bytes as numbers in decimal, with commas between them.
    public mutating func decimals(_ source: UnsafeRawBufferPointer) {
        guard !source.isEmpty, let address = source.baseAddress?.assumingMemoryBound(to: UInt8.self) else { return }
        let target = place(4 * source.count)
        let written = decimal_bytes(address, source.count, target)
        // Without the last comma.
        count -= 4 * source.count - written + 1
    }

    /// Decimal digits.
    public mutating func decimal(_ value: UInt64) {
        if value < 10 { return byte(UInt8(ascii: "0") + UInt8(truncatingIfNeeded: value)) }
        let length = Self.digits(value)
        let room = place(length)
        var rest = value
        var index = length
        // Two digits a division: the dearest part of it.
        while rest >= 100 {
            index -= 2
            let (quotient, pair) = rest.quotientAndRemainder(dividingBy: 100)
            Self.store(pair, at: room + index)
            rest = quotient
        }
        if rest >= 10 {
            Self.store(rest, at: room)
        } else {
            room[0] = UInt8(ascii: "0") + UInt8(truncatingIfNeeded: rest)
        }
    }

    /// Writes a number below 100 as two digits.
    @inline(__always)
    private static func store(_ value: UInt64, at target: UnsafeMutablePointer<UInt8>) {
        let tens = (value &* 103) >> 10
        target[0] = UInt8(ascii: "0") &+ UInt8(truncatingIfNeeded: tens)
        target[1] = UInt8(ascii: "0") &+ UInt8(truncatingIfNeeded: value &- tens &* 10)
    }

    /// How many digits a number has; 1 for 0.
    @inline(__always)
    private static func digits(_ value: UInt64) -> Int {
        // A number of n bits has n * log10(2) digits, or one more.
        let value = value | 1
        let bits = UInt64.bitWidth - value.leadingZeroBitCount
        let guess = (bits * 1233) >> 12
        return guess + (value >= DecimalPowers.table[guess] ? 1 : 0)
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
        source.withUnsafeBytes { hex($0) }
    }

    /// Two lower-case digits a byte.
    public mutating func hex(_ source: UnsafeRawBufferPointer) {
        guard let address = source.baseAddress?.assumingMemoryBound(to: UInt8.self) else { return }
        let target = place(2 * source.count)
        let whole = source.count & ~15
        for index in stride(from: 0, to: whole, by: 16) { hex_digits_16(address + index, target + 2 * index) }
        guard whole < source.count else { return }
        var (rest, digits) = (InlineArray<16, UInt8>(repeating: 0), InlineArray<32, UInt8>(repeating: 0))
        for index in whole..<source.count { rest[index - whole] = address[index] }
        Self.digits(of: &rest, &digits)
        for index in 0..<2 * (source.count - whole) { target[2 * whole + index] = digits[index] }
    }

    @inline(__always)
    private static func digits(of bytes: inout InlineArray<16, UInt8>, _ digits: inout InlineArray<32, UInt8>) {
        Swift.withUnsafeMutableBytes(of: &bytes) { source in
            Swift.withUnsafeMutableBytes(of: &digits) { target in
                guard let from = source.assumingMemoryBound(to: UInt8.self).baseAddress,
                    let to = target.assumingMemoryBound(to: UInt8.self).baseAddress
                else { return }
                hex_digits_16(from, to)
            }
        }
    }

    /// 12 digits, as the bytes lie on the wire.
    public mutating func hex(_ id: ShortID) {
        // A whole vector is written, and the digits of the id's six bytes stay.
        let target = place(32)
        Swift.withUnsafeBytes(of: (id.value.littleEndian, UInt64(0))) { bytes in
            guard let address = bytes.baseAddress?.assumingMemoryBound(to: UInt8.self) else { return }
            hex_digits_16(address, target)
        }
        count -= 32 - 2 * ShortID.byteCount
    }

    /// 64 digits in display order.
    public mutating func displayHex(_ hash: Hash256) {
        let target = place(64)
        hash.withUnsafeBytes { bytes in
            // A hash has 32 bytes.
            guard let address = bytes.baseAddress?.assumingMemoryBound(to: UInt8.self) else { return }
            hex_digits_16_reversed(address + 16, target)
            hex_digits_16_reversed(address, target + 32)
        }
    }

    @inline(__always)
    private static func hexDigit(_ nibble: UInt8) -> UInt8 {
        nibble < 10 ? UInt8(ascii: "0") + nibble : UInt8(ascii: "a") - 10 + nibble
    }
}

/// The powers of ten up to 10^19.
private enum DecimalPowers {
    static let table = InlineArray<20, UInt64> { index in (0..<index).reduce(1) { power, _ in power * 10 } }
}
