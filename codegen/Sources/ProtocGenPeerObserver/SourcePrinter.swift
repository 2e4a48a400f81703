/// Collects indented source lines.
struct SourcePrinter {
    private(set) var text = ""
    private var depth = 0

    mutating func line(_ line: String = "") {
        if !line.isEmpty {
            text += String(repeating: "    ", count: depth) + line
        }
        text += "\n"
    }

    mutating func block(_ head: String, _ body: (inout SourcePrinter) throws -> Void) rethrows {
        line(head + " {")
        depth += 1
        try body(&self)
        depth -= 1
        line("}")
    }

    /// The leading comment of a proto element, which comes with its slashes.
    mutating func documentation(_ comment: String) {
        for part in comment.split(separator: "\n") { line(String(part)) }
    }
}
