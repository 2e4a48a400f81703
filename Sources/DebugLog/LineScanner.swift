import Glibc

/// Reads a line from left to right: each function takes what it names, or takes nothing and says so.
///
/// It looks at bytes only where `index < end` was checked in the same function, and the bytes outlive it, since it lives
/// within one call of `LogParser`.
struct LineScanner {
    let start: UnsafePointer<UInt8>
    var index: Int
    let end: Int
    /// False where only the kind of a line is wanted: texts are then checked as always, but all come out empty, so that
    /// nothing is allocated.
    let makesText: Bool

    init(_ line: UnsafeRawBufferPointer, makesText: Bool) {
        // The address of an empty line is never read.
        start = line.baseAddress?.assumingMemoryBound(to: UInt8.self) ?? UnsafePointer(bitPattern: 1)!
        index = 0
        end = line.count
        self.makesText = makesText
    }

    /// The same line up to `end`, which is one of its offsets.
    init(_ other: LineScanner, end: Int) {
        start = other.start
        index = min(other.index, end)
        self.end = min(end, other.end)
        makesText = other.makesText
    }

    var remaining: Int { end - index }
    var isAtEnd: Bool { index == end }
    var peek: UInt8? {
        @inline(__always) get { index < end ? start[index] : nil }
    }

    @inline(__always)
    mutating func take(_ byte: UInt8) -> Bool {
        guard index < end, start[index] == byte else { return false }
        index += 1
        return true
    }

    @inline(__always)
    func begins(with literal: StaticString) -> Bool {
        end - index >= literal.utf8CodeUnitCount
            && memcmp(start + index, literal.utf8Start, literal.utf8CodeUnitCount) == 0
    }

    @inline(__always)
    mutating func take(_ literal: StaticString) -> Bool {
        guard begins(with: literal) else { return false }
        index += literal.utf8CodeUnitCount
        return true
    }

    mutating func skipSpaces() {
        while index < end, start[index] == UInt8(ascii: " ") { index += 1 }
    }

    // MARK: Numbers

    /// Decimal digits, at most 19 of them.
    mutating func unsigned() -> UInt64? {
        var value: UInt64 = 0
        var position = index
        while position < end, position - index < 20 {
            let digit = start[position] &- 0x30
            guard digit <= 9 else { break }
            value = value &* 10 &+ UInt64(digit)
            position += 1
        }
        guard position > index, position - index < 20 else { return nil }
        index = position
        return value
    }

    mutating func unsigned32() -> UInt32? {
        let first = index
        guard let value = unsigned(), let narrow = UInt32(exactly: value) else {
            index = first
            return nil
        }
        return narrow
    }

    mutating func signed() -> Int64? {
        let first = index
        let isNegative = take(UInt8(ascii: "-"))
        if !isNegative { _ = take(UInt8(ascii: "+")) }
        guard let magnitude = unsigned(), let value = Int64(exactly: magnitude) else {
            index = first
            return nil
        }
        return isNegative ? -value : value
    }

    /// Digits, with or without a fraction; what is beyond the 18th digit is dropped.
    mutating func decimal() -> Double? {
        let first = index
        let isNegative = take(UInt8(ascii: "-"))
        var mantissa: UInt64 = 0
        var digits = 0
        var scale = 1.0
        var isFraction = false
        var position = index
        while position < end {
            let digit = start[position] &- 0x30
            if digit <= 9 {
                if digits < 18 {
                    mantissa = mantissa * 10 + UInt64(digit)
                    if isFraction { scale *= 10 }
                } else if !isFraction {
                    break
                }
                digits += 1
            } else if start[position] == UInt8(ascii: "."), !isFraction, digits > 0 {
                isFraction = true
            } else {
                break
            }
            position += 1
        }
        guard digits > 0, isFraction || digits <= 18 else {
            index = first
            return nil
        }
        index = position
        let value = Double(mantissa) / scale
        return isNegative ? -value : value
    }

    /// An amount in BTC with a point and eight digits, or without a point in satoshi; in satoshi.
    mutating func amount() -> Int64? {
        let first = index
        guard let whole = signed() else { return nil }
        guard peek == UInt8(ascii: "."), index + 9 <= end else { return whole }
        let isNegative = start[first] == UInt8(ascii: "-")
        index += 1
        let point = index
        guard let fraction = unsigned(), index == point + 8 else {
            index = first
            return nil
        }
        // More bitcoin than 2^36 would not fit, and there are none.
        guard whole.magnitude < 1 << 36 else {
            index = first
            return nil
        }
        let value = Int64(whole.magnitude * 100_000_000 + fraction)
        return isNegative ? -value : value
    }

    /// `0` or `1`.
    mutating func flag() -> Bool? {
        if take(UInt8(ascii: "1")) { return true }
        return take(UInt8(ascii: "0")) ? false : nil
    }

    /// Hexadecimal digits, at most eight.
    mutating func hexadecimal() -> UInt32? {
        var value: UInt32 = 0
        let first = index
        while index < end, index - first < 8, let digit = Self.hexDigit(start[index]) {
            value = value << 4 | UInt32(digit)
            index += 1
        }
        return index > first ? value : nil
    }

    private static func hexDigit(_ byte: UInt8) -> UInt8? {
        switch byte {
        case 0x30...0x39: byte - 0x30
        case 0x61...0x66: byte - 0x61 + 10
        default: nil
        }
    }
}
