extension ByteWriter {
    /// A stranger's text as it stands between the quotes of a cell of CSV (RFC 4180): printable ASCII, the rest as `\xNN`, the backslash too.
    ///
    /// Spreadsheets take a cell for a formula that begins with `=`, `+`, `-` or `@`, blanks and quotes before it notwithstanding; where
    /// they are set to semicolons, what stands behind one begins a cell. So these are written as `\xNN` there.
    /// - Parameter hidesFormulas: false for programs that take text for text.
    public mutating func csvCell(_ value: some Sequence<UInt8>, hidesFormulas: Bool = true) {
        var beginsCell = hidesFormulas
        for byte in value {
            switch byte {
            case UInt8(ascii: "="), UInt8(ascii: "+"), UInt8(ascii: "-"), UInt8(ascii: "@"):
                if beginsCell { csvEscaped(byte) } else { self.byte(byte) }
            case UInt8(ascii: "\""): text("\"\"")
            case UInt8(ascii: "\\"), 0..<0x20, 0x7f...: csvEscaped(byte)
            default: self.byte(byte)
            }
            switch byte {
            case UInt8(ascii: ";"), UInt8(ascii: ","): beginsCell = hidesFormulas
            case UInt8(ascii: " "), UInt8(ascii: "\""), UInt8(ascii: "'"): break
            default: beginsCell = false
            }
        }
    }

    private mutating func csvEscaped(_ byte: UInt8) {
        text("\\x")
        hex(byte)
    }
}
