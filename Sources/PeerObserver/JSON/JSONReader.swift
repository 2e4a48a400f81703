/// Reads JSON (RFC 8259) from borrowed bytes, one token at a time, as its caller pulls.
///
/// Nothing is built but what is asked for, and nothing traps: neither on hostile bytes nor on calls out of turn, which
/// throw. Bytes in strings that are no UTF-8, and halves of surrogate pairs, become U+FFFD.
public struct JSONReader: ~Escapable {
    /// Most levels of objects and arrays within each other.
    public static let depthLimit = 64

    private let input: RawSpan
    /// Bytes passed; 0 ≤ offset ≤ input.byteCount always.
    public private(set) var offset = 0
    private(set) var depth = 0
    /// An object or array has been opened and nothing in it been read.
    private var isFresh = false
    private var key = JSONString()
    /// Values that were passed over since they were not of the type asked for; null does not count.
    public private(set) var mismatches = 0

    @_lifetime(copy input)
    public init(_ input: RawSpan) { self.input = input }

    /// A reader of a part of this one's bytes.
    @_lifetime(copy self)
    public func part(_ range: Range<Int>) -> JSONReader { JSONReader(input.extracting(range)) }

    // MARK: Values

    /// What comes next.
    public mutating func kind() throws(JSONError) -> JSONKind {
        switch try peek() {
        case UInt8(ascii: "{"): return .object
        case UInt8(ascii: "["): return .array
        case UInt8(ascii: "\""): return .string
        case UInt8(ascii: "t"), UInt8(ascii: "f"): return .bool
        case UInt8(ascii: "n"): return .null
        case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"): return .number
        case let byte: throw .unexpected(byte, offset: offset)
        }
    }

    public mutating func string() throws(JSONError) -> String { text(try scanString()) }

    public mutating func number() throws(JSONError) -> JSONNumber { try scanNumber() }

    public mutating func bool() throws(JSONError) -> Bool {
        let isTrue = try peek() == UInt8(ascii: "t")
        try word(isTrue ? "true" : "false")
        return isTrue
    }

    public mutating func null() throws(JSONError) {
        _ = try peek()
        try word("null")
    }

    /// Passes over the next value, whatever it is.
    public mutating func skip() throws(JSONError) {
        let outside = depth
        // One bit for each level: set for an object.
        var objects: UInt64 = 0
        while true {
            switch try kind() {
            case .object:
                try beginObject()
                objects |= 1 &<< UInt64(depth - 1)
            case .array:
                try beginArray()
                objects &= ~(1 &<< UInt64(depth - 1))
            case .string: _ = try scanString()
            case .number: _ = try scanNumber()
            case .bool: _ = try bool()
            case .null: try null()
            }
            var hasMore = false
            while !hasMore, depth > outside {
                let isObject = objects & 1 &<< UInt64(depth - 1) != 0
                hasMore = isObject ? try nextKey() : try nextElement()
            }
            if !hasMore { return }
        }
    }

    mutating func noteMismatch() { mismatches += 1 }

    /// Passes over the next value as one of another type than wanted.
    public mutating func mismatch() throws(JSONError) {
        if try kind() != .null { mismatches += 1 }
        try skip()
    }

    /// Throws unless nothing but white space is left.
    public mutating func end() throws(JSONError) {
        passSpace()
        if offset < input.byteCount { throw .unexpected(byte(offset), offset: offset) }
    }

    // MARK: Objects and arrays

    public mutating func beginObject() throws(JSONError) { try begin(UInt8(ascii: "{")) }
    public mutating func beginArray() throws(JSONError) { try begin(UInt8(ascii: "[")) }

    /// Goes to the next member of the object and takes its key; false at the object's end. The value must be taken or
    /// passed over before the next call.
    public mutating func nextKey() throws(JSONError) -> Bool {
        guard try next(end: UInt8(ascii: "}")) else { return false }
        guard try peek() == UInt8(ascii: "\"") else { throw .unexpected(byte(offset), offset: offset) }
        key = try scanString()
        guard try peek() == UInt8(ascii: ":") else { throw .unexpected(byte(offset), offset: offset) }
        offset += 1
        return true
    }

    /// Goes to the next element of the array; false at the array's end.
    public mutating func nextElement() throws(JSONError) -> Bool { try next(end: UInt8(ascii: "]")) }

    /// Whether the last key is `name`, which is in ASCII.
    public func keyIs(_ name: StaticString) -> Bool {
        if key.isEscaped { return text(key) == "\(name)" }
        let count = name.utf8CodeUnitCount
        guard key.end - key.start == count else { return false }
        return input.withUnsafeBytes { bytes in
            // In bounds: start ≤ end ≤ input.byteCount, and the name has as many bytes.
            for index in 0..<count where bytes[key.start &+ index] != name.utf8Start[index] { return false }
            return true
        }
    }

    /// The last key.
    public var keyText: String { text(key) }

    private mutating func begin(_ brace: UInt8) throws(JSONError) {
        let found = try peek()
        guard found == brace else { throw .unexpected(found, offset: offset) }
        guard depth < Self.depthLimit else { throw .tooDeep(offset: offset) }
        offset += 1
        depth += 1
        isFresh = true
    }

    private mutating func next(end: UInt8) throws(JSONError) -> Bool {
        let found = try peek()
        defer { isFresh = false }
        if found == end, depth > 0 {
            offset += 1
            depth -= 1
            return false
        }
        if isFresh { return true }
        guard found == UInt8(ascii: ",") else { throw .unexpected(found, offset: offset) }
        offset += 1
        // No end after a comma.
        let after = try peek()
        if after == end { throw .unexpected(after, offset: offset) }
        return true
    }

    // MARK: Bytes

    /// - Precondition: at < input.byteCount.
    @inline(__always)
    private func byte(_ at: Int) -> UInt8 { input.unsafeLoad(fromUncheckedByteOffset: at, as: UInt8.self) }

    @inline(__always)
    private mutating func passSpace() {
        while offset < input.byteCount {
            switch byte(offset) {
            case 0x20, 0x0a, 0x0d, 0x09: offset += 1
            default: return
            }
        }
    }

    /// The first byte after white space; offset stands on it.
    @inline(__always)
    private mutating func peek() throws(JSONError) -> UInt8 {
        passSpace()
        guard offset < input.byteCount else { throw .truncated(offset: offset) }
        return byte(offset)
    }

    private mutating func word(_ word: StaticString) throws(JSONError) {
        for index in 0..<word.utf8CodeUnitCount {
            guard offset < input.byteCount else { throw .truncated(offset: offset) }
            guard byte(offset) == word.utf8Start[index] else { throw .unexpected(byte(offset), offset: offset) }
            offset += 1
        }
    }

    private mutating func scanString() throws(JSONError) -> JSONString {
        let first = try peek()
        guard first == UInt8(ascii: "\"") else { throw .unexpected(first, offset: offset) }
        offset += 1
        var found = JSONString(start: offset, end: offset)
        while offset < input.byteCount {
            switch byte(offset) {
            case UInt8(ascii: "\""):
                found.end = offset
                offset += 1
                return found
            case UInt8(ascii: "\\"):
                found.isEscaped = true
                offset += 1
                try passEscape()
            case ..<0x20: throw .unexpected(byte(offset), offset: offset)
            default: offset += 1
            }
        }
        throw .truncated(offset: offset)
    }

    /// What follows a backslash.
    private mutating func passEscape() throws(JSONError) {
        guard offset < input.byteCount else { throw .truncated(offset: offset) }
        switch byte(offset) {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"), UInt8(ascii: "b"), UInt8(ascii: "f"),
            UInt8(ascii: "n"), UInt8(ascii: "r"), UInt8(ascii: "t"):
            offset += 1
        case UInt8(ascii: "u"):
            offset += 1
            for _ in 0..<4 {
                guard offset < input.byteCount else { throw .truncated(offset: offset) }
                guard Hex.value(byte(offset)) != nil else { throw .unexpected(byte(offset), offset: offset) }
                offset += 1
            }
        case let other: throw .unexpected(other, offset: offset)
        }
    }

    /// - Precondition: `found` comes from `scanString`, so that it lies within the input.
    private func text(_ found: JSONString) -> String {
        input.withUnsafeBytes { bytes in
            found.text(of: UnsafeRawBufferPointer(rebasing: bytes[found.start..<found.end]))
        }
    }

    /// - Precondition: `range` lies within the input.
    func text(_ range: Range<Int>) -> String {
        input.withUnsafeBytes { String(decoding: UnsafeRawBufferPointer(rebasing: $0[range]), as: UTF8.self) }
    }

    private mutating func scanNumber() throws(JSONError) -> JSONNumber {
        _ = try peek()
        let start = offset
        var number = JSONNumber()
        if byte(offset) == UInt8(ascii: "-") {
            number.isNegative = true
            offset += 1
        }
        let whole = offset
        try passDigits { number.append($0) }
        if offset - whole > 1, byte(whole) == UInt8(ascii: "0") {
            throw .unexpected(byte(whole + 1), offset: whole + 1)
        }
        if offset < input.byteCount, byte(offset) == UInt8(ascii: ".") {
            offset += 1
            try passDigits { number.append(fraction: $0) }
        }
        if offset < input.byteCount, byte(offset) | 0x20 == UInt8(ascii: "e") {
            offset += 1
            var isNegative = false
            if offset < input.byteCount, byte(offset) == UInt8(ascii: "-") || byte(offset) == UInt8(ascii: "+") {
                isNegative = byte(offset) == UInt8(ascii: "-")
                offset += 1
            }
            var exponent = 0
            // Beyond every number that there is, and far from an overflow.
            try passDigits { exponent = min(exponent * 10 + Int($0), 1_000_000) }
            number.exponent += isNegative ? -exponent : exponent
        }
        if !number.isSimple { number.text = text(JSONString(start: start, end: offset)) }
        return number
    }

    /// One digit or more.
    @inline(__always)
    private mutating func passDigits(_ take: (UInt8) -> Void) throws(JSONError) {
        let start = offset
        while offset < input.byteCount, case let digit = byte(offset) &- UInt8(ascii: "0"), digit < 10 {
            take(digit)
            offset += 1
        }
        guard offset == start else { return }
        guard offset < input.byteCount else { throw .truncated(offset: offset) }
        throw .unexpected(byte(offset), offset: offset)
    }
}
