import Glibc

extension Address.Host {
    /// Network id and address bytes of BIP-0155; nil where the text is no address of its network.
    public var addrV2Bytes: (id: UInt8, bytes: [UInt8])? {
        switch self {
        case .ipv4(let text): Self.parse(text, AF_INET, byteCount: 4).map { (1, $0) }
        case .ipv6(let text): Self.parse(text, AF_INET6, byteCount: 16).map { (2, $0) }
        case .torv2(let text): Base32.decode(text.utf8.dropLast(6), byteCount: 10).map { (3, $0) }
        case .torv3(let text): Self.onionKey(text.utf8.dropLast(6)).map { (4, $0) }
        case .i2p(let text): Base32.decode(text.utf8.dropLast(8), byteCount: 32).map { (5, $0) }
        case .cjdns(let text): Self.parse(text, AF_INET6, byteCount: 16).map { (6, $0) }
        case .unknown(let address): (UInt8(truncatingIfNeeded: address.id), address.address)
        }
    }

    /// The public key of a v3 onion name. Upstream's extractors print the key alone, without checksum and version.
    private static func onionKey(_ name: some Collection<UInt8>) -> [UInt8]? {
        Base32.decode(name, byteCount: 35).map { Array($0.prefix(32)) } ?? Base32.decode(name, byteCount: 32)
    }

    /// The 16 bytes of `addr` and `version`; unspecified where the address does not fit.
    var mappedBytes: [UInt8] {
        switch self {
        case .ipv4(let text):
            [UInt8](repeating: 0, count: 10) + [0xff, 0xff] + (Self.parse(text, AF_INET, byteCount: 4) ?? [0, 0, 0, 0])
        case .ipv6(let text), .cjdns(let text):
            Self.parse(text, AF_INET6, byteCount: 16) ?? [UInt8](repeating: 0, count: 16)
        case .torv2(let text):
            [0xfd, 0x87, 0xd8, 0x7e, 0xeb, 0x43]
                + (Base32.decode(text.utf8.dropLast(6), byteCount: 10) ?? [UInt8](repeating: 0, count: 10))
        case .torv3, .i2p, .unknown: [UInt8](repeating: 0, count: 16)
        }
    }

    private static func parse(_ text: String, _ family: Int32, byteCount: Int) -> [UInt8]? {
        var bytes = [UInt8](repeating: 0, count: byteCount)
        // inet_pton writes exactly 4 or 16 bytes, as the family says.
        return inet_pton(family, text, &bytes) == 1 ? bytes : nil
    }
}

extension Base32 {
    /// nil where the text has other characters, or does not hold `byteCount` bytes.
    static func decode(_ text: some Collection<UInt8>, byteCount: Int) -> [UInt8]? {
        var bytes: [UInt8] = []
        var buffer: UInt32 = 0
        var bits = 0
        for digit in text {
            let value: UInt8
            switch digit {
            case UInt8(ascii: "a")...UInt8(ascii: "z"): value = digit - UInt8(ascii: "a")
            case UInt8(ascii: "2")...UInt8(ascii: "7"): value = digit - UInt8(ascii: "2") + 26
            default: return nil
            }
            buffer = (buffer << 5 | UInt32(value)) & 0xfff
            bits += 5
            if bits >= 8 {
                bits -= 8
                bytes.append(UInt8(truncatingIfNeeded: buffer >> UInt32(bits)))
            }
        }
        return bytes.count == byteCount ? bytes : nil
    }
}
