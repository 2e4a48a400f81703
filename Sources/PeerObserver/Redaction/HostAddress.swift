/// An address without its port, in one form whatever it is written like.
struct HostAddress: Hashable, Sendable {
    enum Network: UInt8, Sendable {
        case ipv4 = 1
        case ipv6, torV2, torV3, i2p, cjdns
        /// A host name, or whatever else stands in place of an address.
        case name
        /// A network id that BIP-0155 does not assign.
        case unknown
    }

    let network: Network
    /// The bytes of BIP-0155; of a name its text in lower case, at most 255 bytes.
    let bytes: [UInt8]

    init(network: Network, bytes: [UInt8]) {
        self.network = network
        self.bytes = bytes
    }

    /// - Parameter text: an address without brackets and port, or a name.
    init(text: ArraySlice<UInt8>) {
        if let address = HostAddress(ip: text) {
            self = address
        } else if let address = HostAddress(base32: text) {
            self = address
        } else {
            self.init(network: .name, bytes: text.prefix(255).map(ASCII.lowercased))
        }
    }

    /// An IPv4 or IPv6 address in any of its textual forms; nil for anything else.
    init?(ip text: ArraySlice<UInt8>) {
        if let bytes = Self.ipv4(text) {
            self.init(network: .ipv4, bytes: bytes)
        } else if let bytes = Self.ipv6(text) {
            self.init(ipv6: bytes)
        } else {
            return nil
        }
    }

    /// - Parameter bytes: 16 bytes; IPv4 and Tor v2 addresses mapped into IPv6 are what they stand for.
    private init(ipv6 bytes: [UInt8]) {
        if bytes.starts(with: [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff]) {
            self.init(network: .ipv4, bytes: Array(bytes[12...]))
        } else if bytes.starts(with: [0xfd, 0x87, 0xd8, 0x7e, 0xeb, 0x43]) {
            self.init(network: .torV2, bytes: Array(bytes[6...]))
        } else {
            self.init(network: bytes[0] == 0xfc ? .cjdns : .ipv6, bytes: bytes)
        }
    }

    /// An onion or I2P name; nil for anything else.
    private init?(base32 text: ArraySlice<UInt8>) {
        guard text.count == 22 || text.count == 60 || text.count == 62 else { return nil }
        let text = text.map(ASCII.lowercased)
        if text.suffix(6).elementsEqual(".onion".utf8) {
            let name = text.dropLast(6)
            if name.count == 16, let bytes = Base32.decode(name, byteCount: 10) {
                self.init(network: .torV2, bytes: bytes)
            } else if name.count == 56, let bytes = Base32.decode(name, byteCount: 35) {
                // The key names the service; checksum and version follow from it.
                self.init(network: .torV3, bytes: Array(bytes.prefix(32)))
            } else {
                return nil
            }
        } else if text.count == 60, text.suffix(8).elementsEqual(".b32.i2p".utf8),
            let bytes = Base32.decode(text.dropLast(8), byteCount: 32)
        {
            self.init(network: .i2p, bytes: bytes)
        } else {
            return nil
        }
    }

    /// Whether the address says nothing of anybody: unspecified, and the usual loopback address.
    var isCommon: Bool {
        switch network {
        case .ipv4: bytes == [0, 0, 0, 0] || bytes == [127, 0, 0, 1]
        case .ipv6: bytes.dropLast().allSatisfy { $0 == 0 } && bytes[15] <= 1
        case .name: bytes.isEmpty
        default: false
        }
    }

    /// False for a name that no host can have, or that is too short to look for.
    var isAddressOrName: Bool {
        if network != .name { return true }
        let isHost = bytes.allSatisfy {
            ASCII.isLetter($0) || ASCII.isDigit($0) || $0 == UInt8(ascii: "-") || $0 == UInt8(ascii: ".")
        }
        return isHost && bytes.count >= LiteralMatcher.shortest
    }

    /// Four decimal groups, leading zeros allowed.
    private static func ipv4(_ text: ArraySlice<UInt8>) -> [UInt8]? {
        guard text.count >= 7, text.count <= 15 else { return nil }
        var bytes: [UInt8] = []
        var value = 0
        var digits = 0
        for byte in text {
            if ASCII.isDigit(byte) {
                value = value * 10 + Int(byte - UInt8(ascii: "0"))
                digits += 1
                guard digits <= 3, value <= 255 else { return nil }
            } else {
                guard byte == UInt8(ascii: "."), digits > 0, bytes.count < 3 else { return nil }
                bytes.append(UInt8(value))
                (value, digits) = (0, 0)
            }
        }
        guard digits > 0, bytes.count == 3 else { return nil }
        bytes.append(UInt8(value))
        return bytes
    }

    /// Groups of hex digits, at most one `::`, an IPv4 tail.
    private static func ipv6(_ text: ArraySlice<UInt8>) -> [UInt8]? {
        let colon = UInt8(ascii: ":")
        guard text.count >= 2, text.count <= 45, text.contains(colon) else { return nil }
        var bytes: [UInt8] = []
        var gap: Int?
        var index = text.startIndex
        if text.first == colon {
            guard text[index + 1] == colon else { return nil }
            gap = 0
            index += 2
        }
        while index < text.endIndex {
            let start = index
            var value: UInt16 = 0
            while index < text.endIndex, index - start < 4, let digit = Hex.value(text[index]) {
                value = value << 4 | UInt16(digit)
                index += 1
            }
            if index < text.endIndex, text[index] == UInt8(ascii: ".") {
                guard let tail = ipv4(text[start...]) else { return nil }
                bytes += tail
                break
            }
            guard index > start else { return nil }
            bytes.append(UInt8(value >> 8))
            bytes.append(UInt8(value & 0xff))
            guard bytes.count <= 16 else { return nil }
            if index == text.endIndex { break }
            guard text[index] == colon, index + 1 < text.endIndex else { return nil }
            index += 1
            if text[index] == colon {
                guard gap == nil else { return nil }
                gap = bytes.count
                index += 1
            }
        }
        guard let gap else { return bytes.count == 16 ? bytes : nil }
        guard bytes.count <= 14 else { return nil }
        bytes.insert(contentsOf: [UInt8](repeating: 0, count: 16 - bytes.count), at: gap)
        return bytes
    }
}

/// Classes of ASCII characters.
enum ASCII {
    @inline(__always)
    static func isDigit(_ byte: UInt8) -> Bool { byte &- UInt8(ascii: "0") < 10 }
    @inline(__always)
    static func isLetter(_ byte: UInt8) -> Bool { (byte | 0x20) &- UInt8(ascii: "a") < 26 }
    @inline(__always)
    static func isHexDigit(_ byte: UInt8) -> Bool { isDigit(byte) || (byte | 0x20) &- UInt8(ascii: "a") < 6 }
    @inline(__always)
    static func lowercased(_ byte: UInt8) -> UInt8 { byte &- UInt8(ascii: "A") < 26 ? byte | 0x20 : byte }
}
