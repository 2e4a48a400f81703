/// Times of events, as text: milliseconds since the Unix epoch as RFC 3339, in UTC.
public enum EventTime {
    /// As `2026-01-31T12:00:00.250Z`.
    public static func text(_ milliseconds: UInt64) -> String {
        let (days, rest) = milliseconds.quotientAndRemainder(dividingBy: 86_400_000)
        let (year, month, day) = date(days)
        let clock = [rest / 3_600_000, rest / 60_000 % 60, rest / 1000 % 60].map { padded($0, 2) }
        return
            "\(padded(year, 4))-\(padded(month, 2))-\(padded(day, 2))T\(clock.joined(separator: ":")).\(padded(rest % 1000, 3))Z"
    }

    /// Milliseconds since the Unix epoch; nil for what is no time, and before the epoch.
    ///
    /// A date, or date and time with a `T` or a space between them: `2026-01-31`, `2026-01-31T12:00`, `2026-01-31 12:00:00.25+01:00`.
    /// Without a zone it is UTC; what is finer than a millisecond is left out.
    public static func milliseconds(_ text: some StringProtocol) -> UInt64? {
        var rest = Substring(text)
        guard let year = number(&rest, digits: 4), take("-", &rest), let month = number(&rest, digits: 2),
            take("-", &rest), let day = number(&rest, digits: 2), let days = days(year, month, day)
        else { return nil }
        var time = days * 86_400_000
        guard !rest.isEmpty else { return UInt64(exactly: time) }
        guard take("T", &rest) || take("t", &rest) || take(" ", &rest), let clock = clock(&rest),
            let zone = zone(&rest),
            rest.isEmpty
        else { return nil }
        time += clock - zone
        return UInt64(exactly: time)
    }

    private static func clock(_ rest: inout Substring) -> Int64? {
        guard let hour = number(&rest, digits: 2), hour < 24, take(":", &rest), let minute = number(&rest, digits: 2),
            minute < 60
        else { return nil }
        var time = (hour * 60 + minute) * 60_000
        guard take(":", &rest) else { return time }
        // A second is inserted now and then.
        guard let second = number(&rest, digits: 2), second <= 60 else { return nil }
        time += second * 1000
        guard take(".", &rest) else { return time }
        let digits = rest.prefix { $0.isASCII && $0.isNumber }
        guard !digits.isEmpty else { return nil }
        rest = rest.dropFirst(digits.count)
        var fraction = (digits.prefix(3) + "000").prefix(3)
        return time + (number(&fraction, digits: 3) ?? 0)
    }

    /// Milliseconds that the zone is ahead of UTC.
    private static func zone(_ rest: inout Substring) -> Int64? {
        if rest.isEmpty || take("Z", &rest) || take("z", &rest) { return 0 }
        let isAhead = take("+", &rest)
        guard isAhead || take("-", &rest), let hours = number(&rest, digits: 2), hours < 24, take(":", &rest),
            let minutes = number(&rest, digits: 2), minutes < 60
        else { return nil }
        return (isAhead ? 1 : -1) * (hours * 60 + minutes) * 60_000
    }

    private static func take(_ character: Character, _ rest: inout Substring) -> Bool {
        guard rest.first == character else { return false }
        rest.removeFirst()
        return true
    }

    private static func number(_ rest: inout Substring, digits: Int) -> Int64? {
        let text = rest.prefix(digits)
        guard text.count == digits, text.allSatisfy({ $0.isASCII && $0.isNumber }) else { return nil }
        rest = rest.dropFirst(digits)
        return Int64(text)
    }

    private static func padded(_ number: UInt64, _ count: Int) -> String {
        let digits = String(number)
        return String(repeating: "0", count: max(0, count - digits.count)) + digits
    }

    // MARK: The calendar. Years are counted from March, so that the day of a leap year is the last; 146,097 days are 400 years.

    private static func days(_ year: Int64, _ month: Int64, _ day: Int64) -> Int64? {
        guard 1...12 ~= month, day >= 1 else { return nil }
        let isLeap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
        let length: Int64 = month == 2 ? (isLeap ? 29 : 28) : [4, 6, 9, 11].contains(month) ? 30 : 31
        guard day <= length else { return nil }
        let shifted = month <= 2 ? year - 1 : year
        let dayOfYear = (153 * ((month + 9) % 12) + 2) / 5 + day - 1
        return 365 * shifted + shifted / 4 - shifted / 100 + shifted / 400 + dayOfYear - 719_468
    }

    private static func date(_ days: UInt64) -> (year: UInt64, month: UInt64, day: UInt64) {
        let shifted = days + 719_468
        let (era, day) = shifted.quotientAndRemainder(dividingBy: 146_097)
        let yearOfEra = (day - day / 1460 + day / 36_524 - day / 146_096) / 365
        let dayOfYear = day - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let shiftedMonth = (5 * dayOfYear + 2) / 153
        let month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9
        return (era * 400 + yearOfEra + (month <= 2 ? 1 : 0), month, dayOfYear - (153 * shiftedMonth + 2) / 5 + 1)
    }
}
