import PeerObserver

/// The input is a JSON text, or none. Passing over it, reading all of it, and a checker that shares no code with the reader
/// must agree whether it is one.
func checkJSONReader(_ input: UnsafeRawBufferPointer) throws(CheckFailure) {
    let bytes = RawSpan(_unsafeBytes: input)
    var (skipped, error) = (false, JSONError?.none)
    var skipping = JSONReader(bytes)
    do throws(JSONError) {
        try skipping.skip()
        try skipping.end()
        skipped = true
    } catch let failure {
        error = failure
    }
    guard skipping.offset <= input.count else { throw CheckFailure("beyond the end: \(skipping.offset)") }

    var reading = JSONReader(bytes)
    var budget = 0
    let read = (try? walk(&reading, &budget)) != nil
    if read != skipped { throw CheckFailure("reads: \(read), passes over: \(skipped)") }

    if case .tooDeep = error { return }
    var checker = JSONTextChecker(input)
    guard checker.isOneValue() == skipped else {
        throw CheckFailure("accepts: \(skipped), as the checker does not; it stands at \(checker.offset)")
    }

    // Reading without insisting never fails where passing over does not.
    var lenient = JSONReader(bytes)
    if skipped, (try? lenientWalk(&lenient)) == nil { throw CheckFailure("reading without insisting failed") }
}

/// Reads everything there is, and what follows: nothing.
private func walk(_ reader: inout JSONReader, _ texts: inout Int) throws(JSONError) {
    try value(&reader, &texts)
    try reader.end()
}

private func value(_ reader: inout JSONReader, _ texts: inout Int) throws(JSONError) {
    switch try reader.kind() {
    case .object:
        try reader.beginObject()
        while try reader.nextKey() {
            texts += reader.keyText.utf8.count + (reader.keyIs("result") ? 1 : 0)
            try value(&reader, &texts)
        }
    case .array:
        try reader.beginArray()
        while try reader.nextElement() { try value(&reader, &texts) }
    case .string: texts += try reader.string().utf8.count
    case .number:
        let number = try reader.number()
        // An amount is the double, to the precision of one.
        if let whole = number.int64, abs(Double(whole) - number.double) > abs(number.double) * 1e-15 { texts += 1 }
        _ = (number.uint64, number.scaled(by: 8), number.scaled(by: -3))
    case .bool: _ = try reader.bool()
    case .null: try reader.null()
    }
}

private func lenientWalk(_ reader: inout JSONReader) throws(JSONError) {
    switch try reader.kind() {
    case .object:
        try reader.beginObject()
        while try reader.nextKey() { _ = try reader.uint64IfAny() }
    case .array:
        try reader.beginArray()
        while try reader.nextElement() { _ = try reader.stringIfAny() }
    default: _ = try reader.valueText()
    }
    try reader.end()
}

/// Says whether bytes are one JSON value by the grammar of RFC 8259, with white space and any bytes in strings.
private struct JSONTextChecker {
    private let bytes: UnsafeRawBufferPointer
    private(set) var offset = 0

    init(_ bytes: UnsafeRawBufferPointer) { self.bytes = bytes }

    mutating func isOneValue() -> Bool {
        guard value() else { return false }
        space()
        return offset == bytes.count
    }

    private var next: UInt8? { offset < bytes.count ? bytes[offset] : nil }

    private mutating func space() { while let byte = next, " \t\r\n".utf8.contains(byte) { offset += 1 } }

    private mutating func take(_ text: String) -> Bool {
        guard bytes[offset...].starts(with: text.utf8) else { return false }
        offset += text.utf8.count
        return true
    }

    private mutating func value() -> Bool {
        space()
        if take("{") { return list("}") { $0.member() } }
        if take("[") { return list("]") { $0.value() } }
        if next == UInt8(ascii: "\"") { return string() }
        return take("true") || take("false") || take("null") || number()
    }

    private mutating func list(_ end: String, _ element: (inout Self) -> Bool) -> Bool {
        space()
        if take(end) { return true }
        while element(&self) {
            space()
            if take(end) { return true }
            guard take(",") else { return false }
        }
        return false
    }

    private mutating func member() -> Bool {
        space()
        guard string() else { return false }
        space()
        return take(":") && value()
    }

    private mutating func string() -> Bool {
        guard take("\"") else { return false }
        while let byte = next {
            offset += 1
            if byte == UInt8(ascii: "\"") { return true }
            if byte < 0x20 { return false }
            if byte == UInt8(ascii: "\\"), !escape() { return false }
        }
        return false
    }

    private mutating func escape() -> Bool {
        guard let byte = next else { return false }
        offset += 1
        if byte != UInt8(ascii: "u") { return "\"\\/bfnrt".utf8.contains(byte) }
        for _ in 0..<4 {
            guard let digit = next, "0123456789abcdefABCDEF".utf8.contains(digit) else { return false }
            offset += 1
        }
        return true
    }

    private mutating func number() -> Bool {
        _ = take("-")
        if !take("0"), !digits() { return false }
        if take("."), !digits() { return false }
        if take("e") || take("E") {
            _ = take("+") || take("-")
            return digits()
        }
        return true
    }

    private mutating func digits() -> Bool {
        let start = offset
        while let digit = next, "0123456789".utf8.contains(digit) { offset += 1 }
        return offset > start
    }
}
