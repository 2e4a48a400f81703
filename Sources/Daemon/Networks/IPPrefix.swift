/// The addresses of one CIDR block.
public struct IPPrefix: Hashable, Sendable {
    public let first: IPAddress
    public let last: IPAddress

    /// Reads an address, or a CIDR block: `192.0.2.0/24`, `2001:db8::/32`. Bits behind the prefix are ignored.
    public init?(_ text: ArraySlice<UInt8>) {
        let slash = text.firstIndex(of: UInt8(ascii: "/"))
        let part = text[..<(slash ?? text.endIndex)]
        // Without a port: a list is of addresses.
        guard part.first != UInt8(ascii: "["), let address = IPAddress(Array(part)) else { return nil }
        let width = part.contains(UInt8(ascii: ":")) ? 128 : 32
        if width == 128, part.contains(UInt8(ascii: ".")), !part.starts(with: "::".utf8) { return nil }
        var length = width
        if let slash {
            let digits = String(decoding: text[text.index(after: slash)...], as: UTF8.self)
            guard let given = Int(digits), given >= 0, given <= width, !digits.hasPrefix("+") else { return nil }
            length = given
        }
        let hostBits = UInt128(width - length)
        let hosts: UInt128 = hostBits == 128 ? .max : (1 << hostBits) - 1
        first = IPAddress(bits: address.bits & ~hosts)
        last = IPAddress(bits: address.bits | hosts)
    }

    public init?(_ text: String) { self.init(Array(text.utf8)[...]) }

    public func contains(_ address: IPAddress) -> Bool {
        address.bits >= first.bits && address.bits <= last.bits
    }
}
