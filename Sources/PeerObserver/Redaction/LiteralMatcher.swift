/// Finds any of a set of byte strings, whatever the case of their ASCII letters; a look at two bytes passes over most places.
struct LiteralMatcher: Sendable {
    /// Shorter ones would be found everywhere.
    static let shortest = 4

    private var literals: [UInt32: [[UInt8]]] = [:]
    /// One bit for each pair of first bytes.
    private var firstPairs = [UInt64](repeating: 0, count: 1024)

    var isEmpty: Bool { literals.isEmpty }

    mutating func insert(_ literal: [UInt8]) {
        guard literal.count >= Self.shortest else { return }
        let folded = literal.map(ASCII.lowercased)
        let start = Self.word(folded, 0)
        var chain = literals[start] ?? []
        guard !chain.contains(folded) else { return }
        chain.append(folded)
        // The longest first: what it covers is gone in one piece.
        chain.sort { $0.count > $1.count }
        literals[start] = chain
        for first in Self.cases(folded[0]) {
            for second in Self.cases(folded[1]) {
                let pair = Int(first) << 8 | Int(second)
                firstPairs[pair >> 6] |= 1 << UInt64(pair & 63)
            }
        }
    }

    /// A byte and, of a letter, its upper case.
    private static func cases(_ folded: UInt8) -> [UInt8] {
        folded &- UInt8(ascii: "a") < 26 ? [folded, folded - 0x20] : [folded]
    }

    /// How many bytes of the literal that begins at `index` there are; 0 where none does.
    @inline(__always)
    func match(_ input: [UInt8], at index: Int, end: Int) -> Int {
        guard end - index >= Self.shortest else { return 0 }
        let pair = Int(input[index]) << 8 | Int(input[index + 1])
        guard firstPairs[pair >> 6] >> UInt64(pair & 63) & 1 == 1 else { return 0 }
        return fullMatch(input, at: index, end: end)
    }

    /// Whether any literal stands in the range.
    func isFound(in input: [UInt8], _ range: Range<Int>) -> Bool {
        guard !isEmpty, range.count >= Self.shortest else { return false }
        var pair = Int(input[range.lowerBound])
        for index in (range.lowerBound + 1)..<range.upperBound {
            pair = (pair << 8 | Int(input[index])) & 0xffff
            if firstPairs[pair >> 6] >> UInt64(pair & 63) & 1 == 1, range.upperBound - index >= Self.shortest - 1,
                fullMatch(input, at: index - 1, end: range.upperBound) > 0
            {
                return true
            }
        }
        return false
    }

    @inline(never)
    private func fullMatch(_ input: [UInt8], at index: Int, end: Int) -> Int {
        let start =
            UInt32(ASCII.lowercased(input[index])) | UInt32(ASCII.lowercased(input[index + 1])) << 8
            | UInt32(ASCII.lowercased(input[index + 2])) << 16 | UInt32(ASCII.lowercased(input[index + 3])) << 24
        guard let chain = literals[start] else { return 0 }
        for literal in chain where literal.count <= end - index {
            var length = 4
            while length < literal.count, ASCII.lowercased(input[index + length]) == literal[length] { length += 1 }
            if length == literal.count { return length }
        }
        return 0
    }

    private static func word(_ bytes: [UInt8], _ index: Int) -> UInt32 {
        UInt32(bytes[index]) | UInt32(bytes[index + 1]) << 8 | UInt32(bytes[index + 2]) << 16
            | UInt32(bytes[index + 3]) << 24
    }
}
