/// What stands in place of a host.
struct Pseudonym: Sendable {
    enum Kind: Sendable {
        /// Says nothing of anybody and is shown as it is.
        case common
        case own
        case other
    }

    let kind: Kind
    let text: [UInt8]
    /// Keys the pseudonyms of the host's ports.
    let portSecret: UInt64

    /// Whether the text needs brackets before a port.
    var isIPv6: Bool { text.contains(UInt8(ascii: ":")) }

    /// Ports that most nodes listen at; they tell nobody apart.
    private static let commonPorts: Set<UInt16> = [0, 8333, 18333, 18444, 38333, 48333]

    /// The port to show: that of an own address is 0, one that many have stays, the others are 1024 or above.
    func port(_ port: UInt16) -> UInt16 {
        switch kind {
        case .common: return port
        case .own: return 0
        case .other:
            if Self.commonPorts.contains(port) { return port }
            return 1024 + UInt16(Self.mixed(portSecret ^ UInt64(port)) % 64512)
        }
    }

    /// The finalizer of SplitMix64: every bit of the result depends on every bit of `value`.
    private static func mixed(_ value: UInt64) -> UInt64 {
        var value = value
        value = (value ^ value >> 30) &* 0xbf58_476d_1ce4_e5b9
        value = (value ^ value >> 27) &* 0x94d0_49bb_1331_11eb
        return value ^ value >> 31
    }
}

/// The forms of pseudonyms: what reads an address of the network reads them too, and no real host has one.
extension Pseudonym {
    /// The placeholder of own addresses.
    static func own(_ network: HostAddress.Network) -> Pseudonym {
        let text =
            switch network {
            case .ipv4: "192.0.2.1"
            case .ipv6: "2001:db8::1"
            case .cjdns: "fc00:db8::1"
            case .torV2: base32("own", count: 16, ".onion")
            case .torV3: base32("own", count: 56, ".onion")
            case .i2p: base32("own", count: 52, ".b32.i2p")
            case .name, .unknown: "own.invalid"
            }
        return Pseudonym(kind: .own, text: Array(text.utf8), portSecret: 0)
    }

    /// What stands in place of an address that is an own one by its field alone.
    static func hidden(_ address: HostAddress, shown text: ArraySlice<UInt8>) -> Pseudonym {
        guard address.isCommon else { return own(address.network) }
        // The address is common; the port is the node's.
        return Pseudonym(kind: .own, text: Array(text), portSecret: 0)
    }

    /// - Parameter digest: 32 bytes of the keyed hash.
    init(_ network: HostAddress.Network, digest: [UInt8]) {
        kind = .other
        portSecret = digest[24...].reduce(0) { $0 << 8 | UInt64($1) }
        switch network {
        case .ipv4:
            // 240.0.0.0/4 is reserved (RFC 1112).
            text = Self.dotted(digest[0] | 0xf0, digest[1], digest[2], digest[3])
        case .ipv6:
            // 2001:db8::/32 is for documentation (RFC 3849).
            text = Self.groups("2001:db8", digest)
        case .cjdns: text = Self.groups("fc00:db8", digest)
        case .torV2: text = Self.base32(digest, count: 16, ".onion")
        case .torV3: text = Self.base32(digest, count: 56, ".onion")
        case .i2p: text = Self.base32(digest, count: 52, ".b32.i2p")
        case .name, .unknown:
            // .invalid never resolves (RFC 2606).
            text = Array("name-".utf8) + Hex.encode(digest.prefix(8)).utf8 + Array(".invalid".utf8)
        }
    }

    private static func dotted(_ bytes: UInt8...) -> [UInt8] {
        var text: [UInt8] = []
        text.reserveCapacity(15)
        for byte in bytes {
            if !text.isEmpty { text.append(UInt8(ascii: ".")) }
            text.appendDecimal(UInt16(byte))
        }
        return text
    }

    /// A prefix of two groups and six groups of the digest.
    private static func groups(_ prefix: StaticString, _ digest: [UInt8]) -> [UInt8] {
        var text: [UInt8] = []
        text.reserveCapacity(39)
        prefix.withUTF8Buffer { text.append(contentsOf: $0) }
        for index in 0..<6 {
            text.append(UInt8(ascii: ":"))
            let group = UInt16(digest[2 * index]) << 8 | UInt16(digest[2 * index + 1])
            for shift in [12, 8, 4, 0] where shift == 0 || group >> UInt16(shift) != 0 {
                text.append(Hex.digits[Int(group >> UInt16(shift) & 15)])
            }
        }
        return text
    }

    private static let marker = "redacted"

    private static func base32(_ digest: [UInt8], count: Int, _ suffix: String) -> [UInt8] {
        let name = (Array(marker.utf8) + Base32.encode(digest[..<24])).prefix(count)
        return name + [UInt8](repeating: UInt8(ascii: "a"), count: count - name.count) + Array(suffix.utf8)
    }

    private static func base32(_ word: String, count: Int, _ suffix: String) -> String {
        let name = marker + word
        return name + String(repeating: "a", count: count - name.utf8.count) + suffix
    }
}

extension [UInt8] {
    mutating func appendDecimal(_ value: UInt16) {
        var divisor: UInt16 = 10000
        while divisor > 1, value < divisor { divisor /= 10 }
        while divisor > 0 {
            append(UInt8(ascii: "0") + UInt8(value / divisor % 10))
            divisor /= 10
        }
    }

    /// A host with what belongs to it: `HOST`, `HOST:PORT`, `[HOST]:PORT`, `HOST/PREFIX`.
    mutating func append(_ host: Pseudonym, port: UInt16?, prefixLength: UInt8? = nil) {
        if let port {
            let needsBrackets = host.isIPv6
            if needsBrackets { append(UInt8(ascii: "[")) }
            append(contentsOf: host.text)
            if needsBrackets { append(UInt8(ascii: "]")) }
            append(UInt8(ascii: ":"))
            appendDecimal(host.port(port))
        } else {
            append(contentsOf: host.text)
        }
        if let prefixLength {
            append(UInt8(ascii: "/"))
            appendDecimal(UInt16(prefixLength))
        }
    }
}
