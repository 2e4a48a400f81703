/// Cuts a program's output into lines that can be shown: bounded, and without anything that a terminal would obey.
struct OutputLines: Sendable {
    static let limit = 4096

    private var pending: [UInt8] = []
    private var isCut = false

    /// The lines that `bytes` end.
    mutating func take(_ bytes: some Sequence<UInt8>) -> [String] {
        var lines: [String] = []
        for byte in bytes {
            if byte == UInt8(ascii: "\n") {
                lines.append(end())
            } else if pending.count < Self.limit {
                pending.append(byte)
            } else {
                isCut = true
            }
        }
        return lines
    }

    /// What stands there without a line end, at the end of the output.
    mutating func rest() -> String? { pending.isEmpty ? nil : end() }

    private mutating func end() -> String {
        defer { (pending, isCut) = ([], false) }
        if pending.last == UInt8(ascii: "\r") { pending.removeLast() }
        return Self.harmless(pending) + (isCut ? " [cut]" : "")
    }

    /// Everything but printable ASCII and tabs as `\xNN`. Backslashes stay: the programs have escaped theirs already.
    static func harmless(_ bytes: some Sequence<UInt8>) -> String {
        var out: [UInt8] = []
        for byte in bytes {
            if 0x20..<0x7F ~= byte || byte == UInt8(ascii: "\t") {
                out.append(byte)
            } else {
                let digits = String(byte, radix: 16)
                out.append(contentsOf: "\\x\(digits.count < 2 ? "0" : "")\(digits)".utf8)
            }
        }
        return String(decoding: out, as: UTF8.self)
    }
}
