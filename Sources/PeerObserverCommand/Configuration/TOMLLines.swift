/// On which lines of a TOML document its sections and keys stand. The TOML library tells lines of errors only.
///
/// It is a finder, not a parser: what it does not understand it passes over, and the key has no line then.
struct TOMLLines: Sendable {
    /// By path: `["archiver", "output-dir"]`, `["archiver"]`.
    private var lines: [[String]: Int] = [:]

    subscript(path: [String]) -> Int? {
        // A key of an inline table has the line of that.
        lines[path] ?? (path.isEmpty ? nil : self[path.dropLast()])
    }

    private subscript(path: ArraySlice<String>) -> Int? { path.isEmpty ? nil : self[Array(path)] }

    init(_ text: String) {
        let bytes = Array(text.utf8)
        var (position, line, section) = (0, 1, [String]())
        while position < bytes.count {
            var scanner = Scanner(bytes: bytes, position: position)
            let start = line
            scanner.skipBlanks()
            if scanner.next == UInt8(ascii: "[") {
                while scanner.next == UInt8(ascii: "[") { scanner.position += 1 }
                section = scanner.path()
                lines[section] = lines[section] ?? start
            } else {
                let path = scanner.path()
                if !path.isEmpty, scanner.next == UInt8(ascii: "=") {
                    let whole = section + path
                    lines[whole] = lines[whole] ?? start
                    // What dotted keys imply.
                    for count in stride(from: section.count + 1, to: whole.count, by: 1) {
                        lines[Array(whole[..<count])] = lines[Array(whole[..<count])] ?? start
                    }
                }
            }
            scanner.skipToEndOfStatement()
            line += bytes[position..<scanner.position].count { $0 == UInt8(ascii: "\n") }
            position = scanner.position
        }
    }
}

private struct Scanner {
    let bytes: [UInt8]
    var position: Int

    var next: UInt8? { position < bytes.count ? bytes[position] : nil }

    mutating func skipBlanks() {
        while let byte = next, byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\t") { position += 1 }
    }

    /// A key with its dots, and the blanks around it.
    mutating func path() -> [String] {
        var parts: [String] = []
        while true {
            skipBlanks()
            guard let part = keyPart() else { return parts }
            parts.append(part)
            skipBlanks()
            guard next == UInt8(ascii: ".") else { return parts }
            position += 1
        }
    }

    private mutating func keyPart() -> String? {
        let start = position
        if let quote = next, quote == UInt8(ascii: "\"") || quote == UInt8(ascii: "'") {
            position += 1
            while let byte = next, byte != quote, byte != UInt8(ascii: "\n") { position += 1 }
            guard next == quote else { return nil }
            position += 1
            return String(decoding: bytes[(start + 1)..<(position - 1)], as: UTF8.self)
        }
        while let byte = next, Self.isBare(byte) { position += 1 }
        return position > start ? String(decoding: bytes[start..<position], as: UTF8.self) : nil
    }

    private static func isBare(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "_"):
            true
        default: false
        }
    }

    /// Past the line end that ends the value: not one inside of text in three quotes, or of brackets.
    mutating func skipToEndOfStatement() {
        var depth = 0
        while let byte = next {
            switch byte {
            case UInt8(ascii: "\n"):
                position += 1
                if depth <= 0 { return }
            case UInt8(ascii: "#"): skipComment()
            case UInt8(ascii: "\""), UInt8(ascii: "'"): skipText(byte)
            case UInt8(ascii: "["), UInt8(ascii: "{"):
                depth += 1
                position += 1
            case UInt8(ascii: "]"), UInt8(ascii: "}"):
                depth -= 1
                position += 1
            default: position += 1
            }
        }
    }

    private mutating func skipComment() {
        while let byte = next, byte != UInt8(ascii: "\n") { position += 1 }
    }

    private mutating func skipText(_ quote: UInt8) {
        let isLong = bytes[position...].starts(with: [quote, quote, quote])
        let end = Array(repeating: quote, count: isLong ? 3 : 1)
        position += end.count
        while let byte = next {
            if byte == UInt8(ascii: "\n"), !isLong { return }
            if byte == UInt8(ascii: "\\"), quote == UInt8(ascii: "\"") {
                position = min(position + 2, bytes.count)
            } else if bytes[position...].starts(with: end) {
                position += end.count
                return
            } else {
                position += 1
            }
        }
    }
}
