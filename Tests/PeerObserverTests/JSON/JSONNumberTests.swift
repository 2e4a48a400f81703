import Foundation
import PeerObserver
import Testing

@Suite struct JSONNumberTests {
    private func number(_ text: String) throws -> JSONNumber {
        let bytes = Array(text.utf8)
        var reader = JSONReader(bytes.span.bytes)
        return try reader.number()
    }

    @Test(arguments: [
        ("0", 0), ("-0", 0), ("7", 7), ("-7", -7), ("9223372036854775807", Int64.max),
        ("-9223372036854775808", Int64.min), ("1e3", 1000), ("1.5e1", 15), ("5.0", 5), ("1200e-2", 12),
        ("0e999999999", 0), ("0.0", 0),
    ])
    func wholeNumbersAreExact(_ text: String, _ value: Int64) throws { #expect(try number(text).int64 == value) }

    @Test(arguments: ["1.5", "9223372036854775808", "1e19", "1e-1", "1e999999999999999999999", "-9223372036854775809"])
    func whatIsNoWholeNumberThatFitsIsNone(_ text: String) throws { #expect(try number(text).int64 == nil) }

    @Test func unsignedNumbersReachTheirLimit() throws {
        #expect(try number("18446744073709551615").uint64 == .max)
        #expect(try number("18446744073709551616").uint64 == nil)
        #expect(try number("-1").uint64 == nil)
        #expect(try number("-0").uint64 == 0)
    }

    @Test(arguments: [
        ("0.00001000", 1000), ("20999999.97690000", 2_099_999_997_690_000), ("1e-8", 1), ("1E-08", 1),
        ("0.1", 10_000_000),
        ("-0.00000546", -546), ("0.00000000", 0),
    ])
    func amountsAreWholeSatoshis(_ text: String, _ satoshis: Int64) throws {
        #expect(try number(text).scaled(by: 8) == satoshis)
    }

    @Test func partsOfASatoshiAreNoAmount() throws { #expect(try number("0.000000001").scaled(by: 8) == nil) }

    /// The judge is the C library.
    @Test func doublesAreTheNearest() throws {
        var generator = SystemRandomNumberGenerator()
        for _ in 0..<20_000 {
            let value = Double(bitPattern: generator.next())
            guard value.isFinite else { continue }
            #expect(try number("\(value)").double.bitPattern == value.bitPattern, "\(value)")
            let text = String(format: "%.*g", Int.random(in: 1...25), value)
            #expect(try number(text).double.bitPattern == strtod(text, nil).bitPattern, "\(text)")
        }
        #expect(try number("1e400").double == .infinity && number("-1e400").double == -.infinity)
        #expect(try number("4.656542373906925e-10").double == 4.656542373906925e-10)
        #expect(try number("0.1").double == 0.1 && number("-0").double.sign == .minus)
    }
}
