/// Reads the times of the log, and remembers the day of the last one: it is nearly always the same again.
struct LogTime: Sendable {
    private var lastDate: (UInt64, UInt16) = (0, 0)
    private var lastDay: UInt64 = 0

    /// `2026-11-20T20:49:20Z`, with up to nine digits of a second's fraction before the Z; nodes before v0.17 wrote
    /// `2018-01-02 03:04:05`. Takes what follows up to the first byte that belongs no more to it.
    /// - Returns: microseconds since the Unix epoch, or nil with `line` where it was.
    mutating func microseconds(_ line: inout LineScanner) -> UInt64? {
        let start = line.index
        guard line.remaining >= 19, let seconds = seconds(line.start + start) else { return nil }
        let separator = line.start[start + 10]
        line.index += 19
        var fraction: UInt64 = 0
        if line.take(UInt8(ascii: ".")) {
            var scale: UInt64 = 100_000
            var digits = 0
            while digits < 9, let byte = line.peek, byte >= 0x30, byte <= 0x39 {
                fraction += UInt64(byte - 0x30) * scale
                scale /= 10
                digits += 1
                line.index += 1
            }
        }
        guard separator == UInt8(ascii: " ") || line.take(UInt8(ascii: "Z")) else {
            line.index = start
            return nil
        }
        return seconds * 1_000_000 + fraction
    }

    /// The first 19 bytes, `YYYY-MM-DDTHH:MM:SS`; the caller has checked that they are there.
    private mutating func seconds(_ text: UnsafePointer<UInt8>) -> UInt64? {
        guard text[10] == UInt8(ascii: "T") || text[10] == UInt8(ascii: " "), text[13] == UInt8(ascii: ":"),
            text[16] == UInt8(ascii: ":"), let hour = Self.two(text + 11), let minute = Self.two(text + 14),
            let second = Self.two(text + 17), hour < 24, minute < 60, second <= 60
        else { return nil }
        let raw = UnsafeRawPointer(text)
        let date = (raw.loadUnaligned(as: UInt64.self), raw.loadUnaligned(fromByteOffset: 8, as: UInt16.self))
        if date != lastDate {
            guard let day = Self.day(text) else { return nil }
            lastDate = date
            lastDay = day
        }
        return lastDay * 86400 + hour * 3600 + minute * 60 + second
    }

    /// Days since the Unix epoch of `YYYY-MM-DD`, from 1970 on.
    private static func day(_ text: UnsafePointer<UInt8>) -> UInt64? {
        guard text[4] == UInt8(ascii: "-"), text[7] == UInt8(ascii: "-"), let century = two(text),
            let yearOfCentury = two(text + 2), let month = two(text + 5), let day = two(text + 8),
            (1...12).contains(month)
        else { return nil }
        let year = century * 100 + yearOfCentury
        let isLeap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
        let lengths: [UInt64] = [31, isLeap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
        guard year >= 1970, day >= 1, day <= lengths[Int(month) - 1] else { return nil }
        // Years counted from March, so that the leap day is the last one (Howard Hinnant, days_from_civil).
        let shifted = month <= 2 ? year - 1 : year
        let dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
        let dayOfEra = shifted % 400 * 365 + shifted % 400 / 4 - shifted % 400 / 100 + dayOfYear
        return shifted / 400 * 146_097 + dayOfEra - 719_468
    }

    private static func two(_ text: UnsafePointer<UInt8>) -> UInt64? {
        let tens = text[0] &- 0x30
        let ones = text[1] &- 0x30
        return tens <= 9 && ones <= 9 ? UInt64(tens) * 10 + UInt64(ones) : nil
    }
}
