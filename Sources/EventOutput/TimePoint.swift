public import ArgumentParser

/// A point in time as users give it, in milliseconds: `2026-01-31T12:00:00Z`, Unix seconds as `1769860800.5`, or the time since the
/// first event as `+10m`.
public enum TimePoint: Sendable, Equatable, ExpressibleByArgument {
    /// Since the Unix epoch.
    case absolute(UInt64)
    /// Since the first event.
    case afterStart(UInt64)

    public init?(argument: String) {
        if argument.hasPrefix("+") {
            guard let span = Self.span(argument.dropFirst()) else { return nil }
            self = .afterStart(span)
        } else if let time = EventTime.milliseconds(argument) ?? Self.decimal(argument, scale: 1000) {
            self = .absolute(time)
        } else {
            return nil
        }
    }

    public var isRelative: Bool { if case .afterStart = self { true } else { false } }

    /// Milliseconds since the Unix epoch, where the first event is from `start`.
    public func milliseconds(start: UInt64) -> UInt64 {
        switch self {
        case .absolute(let time): time
        case .afterStart(let span): start.addingReportingOverflow(span).overflow ? .max : start + span
        }
    }

    private static let units: [(String, UInt64)] = [
        ("ms", 1), ("s", 1000), ("m", 60_000), ("h", 3_600_000), ("d", 86_400_000),
    ]

    /// As `90`, `1.5s` or `1h30m`.
    private static func span(_ text: Substring) -> UInt64? {
        if let seconds = decimal(text, scale: 1000) { return seconds }
        var (rest, total) = (text, UInt64(0))
        while !rest.isEmpty {
            let number = rest.prefix { $0.isASCII && $0.isNumber || $0 == "." }
            rest = rest.dropFirst(number.count)
            let unit = rest.prefix { $0.isASCII && $0.isLetter }
            rest = rest.dropFirst(unit.count)
            guard let (_, scale) = units.first(where: { $0.0 == unit }), let part = decimal(number, scale: scale) else {
                return nil
            }
            let (sum, overflow) = total.addingReportingOverflow(part)
            guard !overflow else { return nil }
            total = sum
        }
        return text.isEmpty ? nil : total
    }

    /// A number without sign or exponent, times `scale`, rounded down.
    private static func decimal(_ text: some StringProtocol, scale: UInt64) -> UInt64? {
        let parts = text.split(separator: ".", omittingEmptySubsequences: false)
        guard parts.count <= 2, parts.allSatisfy({ !$0.isEmpty && $0.allSatisfy { $0.isASCII && $0.isNumber } }),
            let whole = UInt64(parts[0])
        else { return nil }
        let (scaled, overflow) = whole.multipliedReportingOverflow(by: scale)
        guard !overflow else { return nil }
        guard parts.count == 2 else { return scaled }
        let digits = parts[1].prefix(9)
        let divisor = (0..<digits.count).reduce(UInt64(1)) { product, _ in product * 10 }
        let (sum, overflows) = scaled.addingReportingOverflow((UInt64(digits) ?? 0) * scale / divisor)
        return overflows ? nil : sum
    }
}
