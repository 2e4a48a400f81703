/// Steps over the fields of an encoded message without reading their values.
struct FieldCursor {
    struct Field {
        let number: UInt32
        let wireType: UInt8
        /// Tag, length and value.
        let whole: Range<Int>
        /// Of a length-delimited field what it holds, of another its encoded value.
        let value: Range<Int>
    }

    private(set) var position: Int
    private let end: Int

    init(_ range: Range<Int>) {
        position = range.lowerBound
        end = range.upperBound
    }

    /// nil at the end, and where the bytes are no field; the position stays there.
    @inline(__always)
    mutating func next(in input: [UInt8]) -> Field? {
        let start = position
        var at = position
        guard start < end, let tag = varint(in: input, &at) else { return nil }
        var valueStart = at
        let wireType = UInt8(truncatingIfNeeded: tag & 7)
        switch wireType {
        case 0: guard varint(in: input, &at) != nil else { return nil }
        case 1: at += 8
        case 2:
            guard let length = varint(in: input, &at), length <= UInt64(end - at) else { return nil }
            valueStart = at
            at += Int(length)
        case 5: at += 4
        default: return nil
        }
        guard at <= end else { return nil }
        position = at
        return Field(
            number: UInt32(truncatingIfNeeded: tag >> 3), wireType: wireType, whole: start..<at, value: valueStart..<at)
    }

    @inline(__always)
    private func varint(in input: [UInt8], _ at: inout Int) -> UInt64? {
        var value: UInt64 = 0
        var shift: UInt64 = 0
        while at < end, shift < 64 {
            let byte = input[at]
            at += 1
            value |= UInt64(byte & 0x7f) << shift
            if byte < 0x80 { return value }
            shift += 7
        }
        return nil
    }
}

extension [UInt8] {
    @inline(__always)
    mutating func append(_ source: [UInt8], _ range: Range<Int>) {
        if range.isEmpty { return }
        append(contentsOf: source[range])
    }

    mutating func appendVarint(_ value: UInt64) {
        var rest = value
        while rest >= 0x80 {
            append(UInt8(truncatingIfNeeded: rest) | 0x80)
            rest >>= 7
        }
        append(UInt8(truncatingIfNeeded: rest))
    }

    mutating func appendTag(_ number: UInt32, _ wireType: UInt8) {
        appendVarint(UInt64(number) << 3 | UInt64(wireType))
    }

    /// Puts the length in front of what was written from `start` on, where `room` bytes are kept for it.
    mutating func setLength(from start: Int, room: Int) {
        let byteCount = UInt64(count - start - room)
        if room == 1, byteCount < 0x80 {
            self[start] = UInt8(byteCount)
            return
        }
        var length: [UInt8] = []
        length.appendVarint(byteCount)
        replaceSubrange(start..<(start + room), with: length)
    }
}
