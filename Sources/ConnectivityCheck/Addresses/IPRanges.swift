/// Which addresses belong to the public internet.
///
/// Peers choose what they announce. Whoever connects to all of it can be made to scan the operator's own network, or to speak
/// to a multicast group; so only what is globally routed is tried.
enum IPRanges {
    /// IANA's registry of special-purpose IPv4 addresses, and multicast: prefix and its length.
    private static let specialIPv4: [(UInt32, Int)] = [
        (0x0000_0000, 8),  // 0.0.0.0/8, this network
        (0x0A00_0000, 8),  // 10.0.0.0/8, RFC 1918
        (0x6440_0000, 10),  // 100.64.0.0/10, carrier-grade NAT, RFC 6598
        (0x7F00_0000, 8),  // 127.0.0.0/8, loopback
        (0xA9FE_0000, 16),  // 169.254.0.0/16, link-local, RFC 3927
        (0xAC10_0000, 12),  // 172.16.0.0/12, RFC 1918
        (0xC000_0000, 24),  // 192.0.0.0/24, protocol assignments, RFC 6890
        (0xC000_0200, 24),  // 192.0.2.0/24, documentation, RFC 5737
        (0xC058_6300, 24),  // 192.88.99.0/24, 6to4 relays, RFC 7526
        (0xC0A8_0000, 16),  // 192.168.0.0/16, RFC 1918
        (0xC612_0000, 15),  // 198.18.0.0/15, benchmarks, RFC 2544
        (0xC633_6400, 24),  // 198.51.100.0/24, documentation
        (0xCB00_7100, 24),  // 203.0.113.0/24, documentation
        (0xE000_0000, 3),  // 224.0.0.0/3, multicast, reserved and broadcast
    ]

    static func isPublic(ipv4 address: UInt32) -> Bool {
        !specialIPv4.contains { prefix, length in address >> UInt32(32 - length) == prefix >> UInt32(32 - length) }
    }

    /// Parts of the global unicast space, 2000::/3, that are not routed: the first 32 bits and the prefix's length.
    private static let specialIPv6: [(UInt32, Int)] = [
        (0x2001_0000, 23),  // 2001::/23, protocol assignments: Teredo, ORCHID, benchmarks
        (0x2001_0DB8, 32),  // 2001:db8::/32, documentation
        (0x3FFF_0000, 20),  // 3fff::/20, documentation, RFC 9637
    ]

    /// Outside of 2000::/3 nothing is routed globally: unique local and link-local addresses, loopback, multicast, IPv4-mapped
    /// addresses, which the system would connect to by IPv4, and NAT64, which may lead into a private network.
    static func isPublic(ipv6 address: UInt128) -> Bool {
        guard address >> 125 == 1 else { return false }
        let beginning = UInt32(truncatingIfNeeded: address >> 96)
        if specialIPv6.contains(where: { beginning >> UInt32(32 - $1) == $0 >> UInt32(32 - $1) }) { return false }
        return embeddedIPv4(address).map(isPublic(ipv4:)) ?? true
    }

    /// The IPv4 address within a 6to4 address (2002::/16, RFC 3056).
    static func embeddedIPv4(_ address: UInt128) -> UInt32? {
        address >> 112 == 0x2002 ? UInt32(truncatingIfNeeded: address >> 80) : nil
    }
}

extension Target {
    /// Whether it is on the public internet, or on a network that has no private part.
    var isPublic: Bool {
        if let ipv4 { return IPRanges.isPublic(ipv4: ipv4) }
        if let ipv6 { return IPRanges.isPublic(ipv6: ipv6) }
        return true
    }
}
