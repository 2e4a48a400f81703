/// Says whether bytes are one JSON value in printable ASCII (RFC 8259), and keeps none of it.
struct JSONChecker {
    private let bytes: [UInt8]
    /// Where it stands; after a failure, where it stopped.
    private(set) var offset = 0

    init(_ bytes: [UInt8]) { self.bytes = bytes }

    mutating func isOneValue() -> Bool { value() && offset == bytes.count }

    private mutating func value() -> Bool {
        switch peek {
        case UInt8(ascii: "{"): list(UInt8(ascii: "}"), named: true)
        case UInt8(ascii: "["): list(UInt8(ascii: "]"), named: false)
        case UInt8(ascii: "\""): string()
        case UInt8(ascii: "t"): word("true")
        case UInt8(ascii: "f"): word("false")
        case UInt8(ascii: "n"): word("null")
        default: number()
        }
    }

    private var peek: UInt8? { offset < bytes.count ? bytes[offset] : nil }

    private mutating func take(_ byte: UInt8) -> Bool {
        guard peek == byte else { return false }
        offset += 1
        return true
    }

    private mutating func word(_ word: StaticString) -> Bool {
        word.withUTF8Buffer { $0.allSatisfy { take($0) } }
    }

    /// An object or an array.
    private mutating func list(_ end: UInt8, named: Bool) -> Bool {
        offset += 1
        if take(end) { return true }
        repeat {
            if named {
                guard string(), take(UInt8(ascii: ":")) else { return false }
            }
            guard value() else { return false }
        } while take(UInt8(ascii: ","))
        return take(end)
    }

    private mutating func string() -> Bool {
        guard take(UInt8(ascii: "\"")) else { return false }
        while let byte = peek {
            offset += 1
            switch byte {
            case UInt8(ascii: "\""): return true
            case UInt8(ascii: "\\"): guard escape() else { return false }
            case 0x20..<0x7f: break
            default: return false
            }
        }
        return false
    }

    /// What follows a backslash.
    private mutating func escape() -> Bool {
        if take(UInt8(ascii: "\"")) || take(UInt8(ascii: "\\")) { return true }
        guard take(UInt8(ascii: "u")), offset + 4 <= bytes.count else { return false }
        defer { offset += 4 }
        return bytes[offset..<offset + 4].allSatisfy {
            (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) || (UInt8(ascii: "a")...UInt8(ascii: "f")).contains($0)
        }
    }

    private mutating func number() -> Bool {
        _ = take(UInt8(ascii: "-"))
        if !take(UInt8(ascii: "0")) {
            guard digits() else { return false }
        }
        if take(UInt8(ascii: ".")) {
            guard digits() else { return false }
        }
        if take(UInt8(ascii: "e")) {
            if !take(UInt8(ascii: "-")) { _ = take(UInt8(ascii: "+")) }
            return digits()
        }
        return true
    }

    private mutating func digits() -> Bool {
        let start = offset
        while let byte = peek, byte >= UInt8(ascii: "0"), byte <= UInt8(ascii: "9") { offset += 1 }
        return offset > start
    }
}
