/// Where a JSON string lies in the input, without its quotes.
struct JSONString {
    var start = 0
    var end = 0
    var isEscaped = false

    /// The text of these bytes, which have been checked for well-formed escapes.
    func text(of bytes: UnsafeRawBufferPointer) -> String {
        guard isEscaped else { return String(decoding: bytes, as: UTF8.self) }
        var (plain, index) = ([UInt8](), 0)
        plain.reserveCapacity(bytes.count)
        while index < bytes.count {
            if bytes[index] == UInt8(ascii: "\\"), index + 1 < bytes.count {
                index = Self.unescape(bytes, at: index + 1, into: &plain)
            } else {
                plain.append(bytes[index])
                index += 1
            }
        }
        return String(decoding: plain, as: UTF8.self)
    }

    /// Appends what the escape at `at`, behind its backslash, stands for; returns where it ends.
    private static func unescape(_ bytes: UnsafeRawBufferPointer, at: Int, into plain: inout [UInt8]) -> Int {
        switch bytes[at] {
        case UInt8(ascii: "b"): plain.append(0x08)
        case UInt8(ascii: "f"): plain.append(0x0c)
        case UInt8(ascii: "n"): plain.append(0x0a)
        case UInt8(ascii: "r"): plain.append(0x0d)
        case UInt8(ascii: "t"): plain.append(0x09)
        case UInt8(ascii: "u"):
            guard let unit = unit(bytes, at: at + 1) else { return bytes.count }
            if unit & 0xfc00 == 0xd800, let low = lowSurrogate(bytes, at: at + 5) {
                append(0x1_0000 + (UInt32(unit) & 0x3ff) << 10 + UInt32(low) & 0x3ff, to: &plain)
                return at + 11
            }
            append(UInt32(unit), to: &plain)
            return at + 5
        case let other: plain.append(other)
        }
        return at + 1
    }

    private static func append(_ scalar: UInt32, to plain: inout [UInt8]) {
        // A half of a surrogate pair is no scalar.
        plain.append(contentsOf: String(Unicode.Scalar(scalar) ?? "\u{fffd}").utf8)
    }

    private static func lowSurrogate(_ bytes: UnsafeRawBufferPointer, at: Int) -> UInt16? {
        guard at + 1 < bytes.count, bytes[at] == UInt8(ascii: "\\"), bytes[at + 1] == UInt8(ascii: "u"),
            let unit = unit(bytes, at: at + 2), unit & 0xfc00 == 0xdc00
        else { return nil }
        return unit
    }

    private static func unit(_ bytes: UnsafeRawBufferPointer, at: Int) -> UInt16? {
        guard at + 4 <= bytes.count else { return nil }
        var unit: UInt16 = 0
        for index in at..<at + 4 {
            guard let digit = Hex.value(bytes[index]) else { return nil }
            unit = unit << 4 | UInt16(digit)
        }
        return unit
    }
}
