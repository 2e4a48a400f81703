/// Text from the network on its way to a terminal, a file or a browser.
extension ByteWriter {
    /// Printable ASCII as it is; every other byte, and the backslash, as `\xNN`.
    public mutating func printable(_ value: String) {
        var value = value
        value.withUTF8 { printable(UnsafeRawBufferPointer($0)) }
    }

    /// Printable ASCII as it is; every other byte, and the backslash, as `\xNN`.
    public mutating func printable(_ value: UnsafeRawBufferPointer) {
        // Most text is plain: it is copied a run at a time.
        var start = 0
        for (index, unit) in value.enumerated()
        where unit < 0x20 || unit >= 0x7f || unit == UInt8(ascii: "\\") {
            bytes(UnsafeRawBufferPointer(rebasing: value[start..<index]))
            text("\\x")
            hex(unit)
            start = index + 1
        }
        bytes(UnsafeRawBufferPointer(rebasing: value[start...]))
    }

    /// A JSON string with its quotes, in ASCII: what is not printable there becomes `\uNNNN`.
    public mutating func jsonString(_ value: String) {
        var value = value
        if value.withUTF8({ plainJSONString($0) }) { return }
        byte(UInt8(ascii: "\""))
        for scalar in value.unicodeScalars {
            switch scalar.value {
            case 0x22, 0x5c:
                byte(UInt8(ascii: "\\"))
                byte(UInt8(scalar.value))
            case 0x20..<0x7f: byte(UInt8(scalar.value))
            case 0x1_0000...:
                let offset = scalar.value - 0x1_0000
                escapedUnit(UInt16(0xd800 + offset >> 10))
                escapedUnit(UInt16(0xdc00 + offset & 0x3ff))
            default: escapedUnit(UInt16(scalar.value))
            }
        }
        byte(UInt8(ascii: "\""))
    }

    private mutating func escapedUnit(_ unit: UInt16) {
        text("\\u")
        hex(UInt8(unit >> 8))
        hex(UInt8(unit & 0xff))
    }
}
