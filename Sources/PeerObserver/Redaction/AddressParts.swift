/// The parts of an address as it stands in a field: `HOST`, `HOST:PORT`, `[HOST]:PORT`, `HOST/PREFIX`.
struct AddressParts {
    let host: ArraySlice<UInt8>
    let port: UInt16?
    /// Bits of a subnet's prefix.
    let prefixLength: UInt8?

    init(_ text: ArraySlice<UInt8>) {
        let colon = UInt8(ascii: ":")
        var host = text
        var rest = text[text.endIndex...]
        if text.first == UInt8(ascii: "["), let close = text.firstIndex(of: UInt8(ascii: "]")) {
            host = text[(text.startIndex + 1)..<close]
            rest = text[(close + 1)...]
        } else if let first = text.firstIndex(of: colon), text.lastIndex(of: colon) == first {
            host = text[..<first]
            rest = text[first...]
        }
        port = rest.first == colon ? Self.decimal(rest.dropFirst()) : nil
        if let zone = host.firstIndex(of: UInt8(ascii: "%")) { host = host[..<zone] }
        prefixLength = host.firstIndex(of: UInt8(ascii: "/"))
            .flatMap { Self.decimal(host[($0 + 1)...]) }.map { UInt8(clamping: $0) }
        if let slash = host.firstIndex(of: UInt8(ascii: "/")) { host = host[..<slash] }
        self.host = host
    }

    /// nil where the text is no number below 65536.
    static func decimal(_ text: ArraySlice<UInt8>) -> UInt16? {
        guard !text.isEmpty, text.count <= 5 else { return nil }
        var value: UInt32 = 0
        for byte in text {
            guard ASCII.isDigit(byte) else { return nil }
            value = value * 10 + UInt32(byte - UInt8(ascii: "0"))
        }
        return UInt16(exactly: value)
    }
}
