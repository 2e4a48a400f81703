/// A JSON number, kept in decimal: sign, digits and a power of ten, so that nothing is rounded before it must be.
public struct JSONNumber: Sendable, Equatable {
    var isNegative = false
    /// The digits as one number, as far as they fit.
    private(set) var digits: UInt64 = 0
    /// The value is digits × 10^exponent.
    var exponent = 0
    /// All digits are in `digits`.
    private(set) var isWhole = true
    /// As it was written, where a double cannot be computed from digits and exponent without rounding twice.
    var text: String?

    mutating func append(_ digit: UInt8) {
        let (tens, overflow) = digits.multipliedReportingOverflow(by: 10)
        let (sum, carry) = tens.addingReportingOverflow(UInt64(digit))
        if isWhole, !overflow, !carry { digits = sum } else { isWhole = false }
    }

    mutating func append(fraction digit: UInt8) {
        append(digit)
        exponent -= 1
    }

    /// Whether one multiplication or division of exact doubles gives the value.
    var isSimple: Bool { isWhole && digits < 1 << 53 && -22...22 ~= exponent }

    /// The nearest double; infinite where it is beyond all of them.
    public var double: Double {
        if let text { return Double(text) ?? (isNegative ? -.infinity : .infinity) }
        let magnitude = Double(digits)
        let value = exponent < 0 ? magnitude / Self.powers[-exponent] : magnitude * Self.powers[exponent]
        return isNegative ? -value : value
    }

    /// The value times 10^places, where that is a whole number that fits; such as an amount of bitcoins in satoshis.
    public func scaled(by places: Int) -> Int64? {
        guard let magnitude = magnitude(scaledBy: places) else { return nil }
        return isNegative ? Int64(exactly: -Int128(magnitude)) : Int64(exactly: magnitude)
    }

    public var int64: Int64? { scaled(by: 0) }

    public var uint64: UInt64? {
        guard let magnitude = magnitude(scaledBy: 0), !isNegative || magnitude == 0 else { return nil }
        return magnitude
    }

    private func magnitude(scaledBy places: Int) -> UInt64? {
        guard isWhole else { return nil }
        if digits == 0 { return 0 }
        var (value, power) = (digits, exponent + places)
        // At most 20 steps each: then the digits are gone or do not fit.
        while power < 0 {
            let (quotient, remainder) = value.quotientAndRemainder(dividingBy: 10)
            guard remainder == 0 else { return nil }
            (value, power) = (quotient, power + 1)
        }
        while power > 0 {
            let (product, overflow) = value.multipliedReportingOverflow(by: 10)
            guard !overflow else { return nil }
            (value, power) = (product, power - 1)
        }
        return value
    }

    /// 10^0 to 10^22: those that a double holds exactly.
    private static let powers: [Double] = [
        1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19,
        1e20, 1e21, 1e22,
    ]
}
