import Glibc

/// Texts.
extension LineScanner {
    /// What stands from `from` to `to`; bytes that are no UTF-8 become U+FFFD.
    func text(from: Int, to: Int) -> String {
        guard makesText, from < to else { return "" }
        return String(decoding: UnsafeBufferPointer(start: start + from, count: to - from), as: UTF8.self)
    }

    /// What is left.
    mutating func rest() -> String {
        defer { index = end }
        return text(from: index, to: end)
    }

    /// What is left but for `suffix`, which must be there.
    mutating func rest(before suffix: StaticString) -> String? {
        let length = suffix.utf8CodeUnitCount
        guard remaining >= length, memcmp(start + end - length, suffix.utf8Start, length) == 0 else { return nil }
        defer { index = end }
        return text(from: index, to: end - length)
    }

    /// What stands before the next `literal`, which is taken too.
    mutating func text(upTo literal: StaticString) -> String? {
        guard let found = find(literal) else { return nil }
        defer { index = found + literal.utf8CodeUnitCount }
        return text(from: index, to: found)
    }

    /// What stands before the last `literal`, which is taken too: for a text of somebody else's choice with a known end.
    mutating func text(upToLast literal: StaticString) -> String? {
        guard let found = findLast(literal) else { return nil }
        defer { index = found + literal.utf8CodeUnitCount }
        return text(from: index, to: found)
    }

    /// Where the next `literal` begins.
    func find(_ literal: StaticString) -> Int? {
        let length = literal.utf8CodeUnitCount
        guard length > 0 else { return nil }
        var position = index
        while end - position >= length {
            guard let first = memchr(start + position, Int32(literal.utf8Start[0]), end - position - length + 1) else {
                return nil
            }
            position = UnsafePointer(first.assumingMemoryBound(to: UInt8.self)) - start
            if memcmp(start + position, literal.utf8Start, length) == 0 { return position }
            position += 1
        }
        return nil
    }

    /// Where the last `literal` begins.
    func findLast(_ literal: StaticString) -> Int? {
        let length = literal.utf8CodeUnitCount
        guard length > 0, remaining >= length else { return nil }
        var position = end - length
        let first = literal.utf8Start[0]
        while position >= index {
            if start[position] == first, memcmp(start + position, literal.utf8Start, length) == 0 { return position }
            position -= 1
        }
        return nil
    }

    /// 64 hexadecimal digits in lower case.
    mutating func hash() -> String? {
        guard remaining >= 64 else { return nil }
        // Eight bytes at a time: adding 0x80 - n to a byte below 0x80 sets its high bit where it is n or more.
        let each: UInt64 = 0x0101_0101_0101_0101
        var areHexDigits: UInt64 = each << 7
        for word in 0..<8 {
            let bytes = UnsafeRawPointer(start + index + word * 8).loadUnaligned(as: UInt64.self)
            let low = bytes & ~(each << 7)
            let isDigit = (low &+ each &* (0x80 - 0x30)) & ~(low &+ each &* (0x80 - 0x3a))
            let isLetter = (low &+ each &* (0x80 - 0x61)) & ~(low &+ each &* (0x80 - 0x67))
            areHexDigits &= (isDigit | isLetter) & ~bytes
        }
        guard areHexDigits == each << 7 else { return nil }
        defer { index += 64 }
        return text(from: index, to: index + 64)
    }

    /// Whether all bytes from `index` on are below 0x80.
    var isASCII: Bool {
        var position = index
        while end - position >= 8 {
            let bytes = UnsafeRawPointer(start + position).loadUnaligned(as: UInt64.self)
            guard bytes & 0x8080_8080_8080_8080 == 0 else { return false }
            position += 8
        }
        while position < end {
            guard start[position] < 0x80 else { return false }
            position += 1
        }
        return true
    }

    /// At least one byte up to the next space, comma or the end. A colon at the end belongs to the sentence.
    mutating func address() -> String? {
        var position = index
        while position < end, start[position] != UInt8(ascii: " "), start[position] != UInt8(ascii: ",") {
            position += 1
        }
        if position > index, start[position - 1] == UInt8(ascii: ":") { position -= 1 }
        guard position > index else { return nil }
        defer { index = position }
        return text(from: index, to: position)
    }

    /// At least one letter, digit, `_`, `.` or `-`.
    mutating func word() -> String? {
        let first = index
        while index < end, Self.isWord(start[index]) { index += 1 }
        return index > first ? text(from: first, to: index) : nil
    }

    static func isWord(_ byte: UInt8) -> Bool {
        switch byte {
        case 0x30...0x39, 0x41...0x5a, 0x61...0x7a, UInt8(ascii: "_"), UInt8(ascii: "."), UInt8(ascii: "-"): true
        default: false
        }
    }

    // MARK: Phrases that many lines share

    /// `peer=7`.
    mutating func peer() -> UInt64? {
        guard take("peer=") else { return nil }
        return unsigned()
    }

    /// `, peeraddr=203.0.113.5:8333`, with or without the comma (before v31); present with -logips.
    mutating func peerAddress() -> String? {
        guard take(", peeraddr=") || take(" peeraddr=") else { return nil }
        return address()
    }

    /// `, mapped_as=64496`; present with -asmap.
    mutating func mappedAS() -> UInt32? {
        guard take(", mapped_as=") else { return nil }
        return unsigned32()
    }

    /// ` (wtxid=…)`; absent before v26.
    mutating func wtxid() -> String? {
        let first = index
        guard take(" (wtxid="), let wtxid = hash(), take(")") else {
            index = first
            return nil
        }
        return wtxid
    }

    /// A time as the log writes it, in seconds since the Unix epoch.
    mutating func time() -> UInt64? {
        var time = LogTime()
        return time.microseconds(&self).map { $0 / 1_000_000 }
    }
}
