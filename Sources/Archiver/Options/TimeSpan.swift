import ArgumentParser

/// A time in seconds, as `900`, `15m`, `12h` or `30d`.
struct TimeSpan: Sendable, Equatable, ExpressibleByArgument, CustomStringConvertible {
    let seconds: Int64

    init(seconds: Int64) { self.seconds = seconds }

    init?(argument: String) {
        let digits = argument.prefix { $0.isASCII && $0.isNumber }
        guard let number = Int64(digits) else { return nil }
        let unit: Int64
        switch argument.dropFirst(digits.count) {
        case "", "s": unit = 1
        case "m": unit = 60
        case "h": unit = 3600
        case "d": unit = 86400
        default: return nil
        }
        let (seconds, overflow) = number.multipliedReportingOverflow(by: unit)
        guard !overflow, seconds <= 1 << 40 else { return nil }
        self.init(seconds: seconds)
    }

    var duration: Duration { .seconds(seconds) }

    var description: String {
        for (unit, letter) in [(Int64(86400), "d"), (3600, "h"), (60, "m")] where seconds > 0 && seconds % unit == 0 {
            return "\(seconds / unit)\(letter)"
        }
        return "\(seconds)s"
    }
    var defaultValueDescription: String { description }
}
