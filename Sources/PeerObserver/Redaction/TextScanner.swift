/// Finds addresses in free text and writes the text with their pseudonyms: IPv4 and IPv6 in any spelling, with brackets or
/// not, onion and I2P names, each with the port behind it, and the other forms of own addresses.
///
/// Where something looks like an address but is none, it is masked.
struct TextScanner {
    /// Bytes of one text that are shown; the rest is cut.
    static let longestText = 16 * 1024
    private static let suffixes: [StaticString] = [".onion", ".b32.i2p"]
    static let mask = Array("redacted".utf8)
    private static let cut = Array("...(cut)".utf8)

    private let input: [UInt8]
    private let end: Int
    /// Where the part begins that is not written yet.
    private var pending: Int
    /// Up to here, runs of address characters were looked at.
    private var seen: Int
    private let own: OwnAddresses

    static func redact(
        _ input: [UInt8], _ range: Range<Int>, own: OwnAddresses, cache: inout PseudonymCache,
        into output: inout [UInt8]
    ) {
        let end = min(range.upperBound, range.lowerBound + longestText)
        var scanner = TextScanner(input: input, range.lowerBound..<end, own: own)
        scanner.scan(&cache, &output)
        if end < range.upperBound { output += cut }
    }

    /// Whether nothing in the text can be an address: it is shown as it is.
    static func isPlain(_ input: [UInt8], _ range: Range<Int>, _ forms: borrowing LiteralMatcher) -> Bool {
        if range.count > longestText { return false }
        let hasForms = !forms.isEmpty
        for index in range {
            let byte = input[index]
            if byte == UInt8(ascii: ".") || byte == UInt8(ascii: ":") { return false }
            if hasForms, forms.match(input, at: index, end: range.upperBound) > 0 { return false }
        }
        return true
    }

    private init(input: [UInt8], _ range: Range<Int>, own: OwnAddresses) {
        self.input = input
        end = range.upperBound
        pending = range.lowerBound
        seen = range.lowerBound
        self.own = own
    }

    private mutating func scan(_ cache: inout PseudonymCache, _ output: inout [UInt8]) {
        var index = pending
        let hasForms = !own.textForms.isEmpty
        while index < end {
            let byte = input[index]
            if byte == UInt8(ascii: ".") || byte == UInt8(ascii: ":") {
                if let name = base32Name(at: index) {
                    replace(name, cache.pseudonym(input[name], own: own), &output)
                } else if index >= seen {
                    run(at: index, &cache, &output)
                }
            } else if hasForms {
                let length = own.textForms.match(input, at: index, end: end)
                // With what follows, it may be a name that is found at its dot.
                if length > 0, base32Name(at: index + length) == nil {
                    write(Self.mask, for: index..<(index + length), &output)
                }
            }
            index = max(index + 1, pending)
        }
        output += input[pending..<end]
    }

    /// The onion or I2P name whose first dot this is.
    private func base32Name(at dot: Int) -> Range<Int>? {
        for suffix in Self.suffixes where follows(suffix, dot) {
            var start = dot
            while start > pending, dot - start < 64, ASCII.isDigit(input[start - 1]) || ASCII.isLetter(input[start - 1])
            {
                start -= 1
            }
            return start..<(dot + suffix.utf8CodeUnitCount)
        }
        return nil
    }

    private func follows(_ suffix: StaticString, _ index: Int) -> Bool {
        let count = suffix.utf8CodeUnitCount
        guard index + count <= end else { return false }
        return suffix.withUTF8Buffer { suffix in
            (0..<count).allSatisfy { ASCII.lowercased(input[index + $0]) == suffix[$0] }
        }
    }

    private static func isAddressCharacter(_ byte: UInt8) -> Bool {
        ASCII.isHexDigit(byte) || byte == UInt8(ascii: ":") || byte == UInt8(ascii: ".")
    }

    /// Looks at the longest run of hex digits, colons and dots around `index`.
    private mutating func run(at index: Int, _ cache: inout PseudonymCache, _ output: inout [UInt8]) {
        var (start, stop) = (index, index)
        while start > max(pending, seen), Self.isAddressCharacter(input[start - 1]) { start -= 1 }
        while stop < end, Self.isAddressCharacter(input[stop]) { stop += 1 }
        seen = stop
        let (dot, colon) = (UInt8(ascii: "."), UInt8(ascii: ":"))
        // What ends a sentence, or stands between a word and the address.
        while start < stop, input[start] == dot { start += 1 }
        while stop > start, input[stop - 1] == dot { stop -= 1 }
        if stop - start >= 2, input[start] == colon, input[start + 1] != colon { start += 1 }
        if stop - start >= 2, input[stop - 1] == colon, input[stop - 2] != colon { stop -= 1 }
        guard stop - start >= 2 else { return }
        var (dots, colons, firstColon) = (0, 0, stop)
        for at in start..<stop {
            if input[at] == dot { dots += 1 }
            if input[at] == colon {
                colons += 1
                firstColon = min(firstColon, at)
            }
        }
        if dots == 3, colons <= 1, HostAddress(ip: input[start..<firstColon]) != nil {
            replace(start..<firstColon, cache.pseudonym(input[start..<firstColon], own: own), &output)
        } else if colons >= 2 {
            ipv6(start..<stop, colons: colons, dots: dots, &cache, &output)
        } else if dots >= 3 {
            dotted(start..<stop, &cache, &output)
        }
    }

    private mutating func ipv6(
        _ range: Range<Int>, colons: Int, dots: Int, _ cache: inout PseudonymCache, _ output: inout [UInt8]
    ) {
        let text = input[range]
        if let address = HostAddress(ip: text) {
            // Two names and `::` between them, as in C++.
            let isName = touchesLetters(range) && !text.contains(where: ASCII.isDigit) && !own.contains(address)
            if !isName { replace(range, cache.pseudonym(text, own: own), &output) }
        } else if colons >= 3 || hasDoubleColon(text) && !touchesLetters(range)
            || own.byteForms.isFound(in: input, range)
        {
            write(Self.mask, for: range, &output)
        } else if dots >= 3 {
            dotted(range, &cache, &output)
        }
    }

    private func touchesLetters(_ range: Range<Int>) -> Bool {
        func isLetter(_ byte: UInt8) -> Bool { ASCII.isLetter(byte) || byte == UInt8(ascii: "_") }
        return range.lowerBound > pending && isLetter(input[range.lowerBound - 1])
            || range.upperBound < end && isLetter(input[range.upperBound])
    }

    private func hasDoubleColon(_ text: ArraySlice<UInt8>) -> Bool {
        zip(text, text.dropFirst()).contains { $0 == UInt8(ascii: ":") && $1 == UInt8(ascii: ":") }
    }

    /// Runs of four and more decimal numbers with dots between them, among other things.
    private mutating func dotted(_ range: Range<Int>, _ cache: inout PseudonymCache, _ output: inout [UInt8]) {
        var start = range.lowerBound
        while start < range.upperBound {
            guard ASCII.isDigit(input[start]) else {
                start += 1
                continue
            }
            var stop = start
            var dots = 0
            while stop < range.upperBound, ASCII.isDigit(input[stop]) || input[stop] == UInt8(ascii: ".") {
                if input[stop] == UInt8(ascii: ".") { dots += 1 }
                stop += 1
            }
            while input[stop - 1] == UInt8(ascii: ".") {
                stop -= 1
                dots -= 1
            }
            if dots == 3, HostAddress(ip: input[start..<stop]) != nil {
                replace(start..<stop, cache.pseudonym(input[start..<stop], own: own), &output)
            } else if dots >= 3 {
                write(Self.mask, for: start..<stop, &output)
            }
            start = stop + 1
        }
    }

    /// Writes a pseudonym in place of a host, and that of the port behind it.
    private mutating func replace(_ range: Range<Int>, _ host: Pseudonym, _ output: inout [UInt8]) {
        write(host.text, for: range, &output)
        var at = range.upperBound
        if at < end, input[at] == UInt8(ascii: "]") { at += 1 }
        guard at < end, input[at] == UInt8(ascii: ":") else { return }
        var stop = at + 1
        while stop < end, stop - at <= 5, ASCII.isDigit(input[stop]) { stop += 1 }
        guard let port = AddressParts.decimal(input[(at + 1)..<stop]) else { return }
        output += input[pending...at]
        output.appendDecimal(host.port(port))
        pending = stop
    }

    private mutating func write(_ text: [UInt8], for range: Range<Int>, _ output: inout [UInt8]) {
        output += input[pending..<range.lowerBound]
        output += text
        pending = range.upperBound
    }
}
