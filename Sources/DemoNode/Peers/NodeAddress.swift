import PeerObserver

/// An address of a generated peer. IP addresses come from the ranges for documentation (RFC 5737, RFC 3849), so that
/// nobody's machine is named; the others are random keys. Where peers are to come from many networks, they come from the range that
/// carriers share (RFC 6598) and the larger one for documentation (RFC 9637).
struct NodeAddress {
    /// Bitcoin Core's `enum Network`.
    enum Network: UInt32, CaseIterable {
        case ipv4 = 1
        case ipv6, onion, i2p, cjdns

        /// Network id of BIP-0155.
        var addrV2ID: UInt8 {
            switch self {
            case .ipv4: 1
            case .ipv6: 2
            case .onion: 4
            case .i2p: 5
            case .cjdns: 6
            }
        }
    }

    let network: Network
    let bytes: [UInt8]
    let port: UInt16

    /// - Parameter port: nil for the network's usual one.
    init(_ network: Network, port: UInt16? = nil, random: inout Random) {
        self.network = network
        switch network {
        case .ipv4:
            let prefixes: [[UInt8]] = [[192, 0, 2], [198, 51, 100], [203, 0, 113]]
            bytes = random.element(of: prefixes) + [UInt8(random.within(1...254))]
        case .ipv6:
            bytes = [0x20, 0x01, 0x0d, 0xb8] + random.bytes(4) + [0, 0, 0, 0, 0, 0] + random.bytes(2)
        case .onion, .i2p: bytes = random.bytes(32)
        case .cjdns: bytes = [0xfc] + random.bytes(15)
        }
        self.port = port ?? (network == .i2p ? 0 : 8333)
    }

    init(_ network: Network, bytes: [UInt8], port: UInt16) {
        (self.network, self.bytes, self.port) = (network, bytes, port)
    }

    /// One of many networks: 64 of /16 for IPv4, 4096 of /32 for IPv6.
    ///
    /// - Parameter port: nil for any that a connecting peer may have.
    init(spread network: Network, port: UInt16? = nil, random: inout Random) {
        let port = port ?? UInt16(random.within(32768...60999))
        switch network {
        case .ipv4:
            self.init(.ipv4, bytes: [100, UInt8(random.within(64...127))] + random.bytes(2), port: port)
        case .ipv6:
            let group = random.below(4096)
            self.init(
                .ipv6,
                bytes: [0x3f, 0xff, UInt8(group >> 8), UInt8(group & 0xff)] + random.bytes(4) + [0, 0, 0, 0, 0, 0]
                    + random.bytes(2), port: port)
        default: self.init(network, port: network == .i2p ? nil : port, random: &random)
        }
    }

    /// In the shares of a well-connected node.
    static func random(_ random: inout Random) -> NodeAddress {
        let network: Network =
            switch random.below(100) {
            case ..<52: .ipv4
            case ..<66: .ipv6
            case ..<88: .onion
            case ..<97: .i2p
            default: .cjdns
            }
        return NodeAddress(network, random: &random)
    }

    /// With the port, as Bitcoin Core prints it.
    var text: String {
        switch network {
        case .ipv4: "\(AddressText.ipv4(bytes)):\(port)"
        case .ipv6, .cjdns: "[\(AddressText.ipv6(bytes))]:\(port)"
        case .onion: "\(AddressText.torV3(bytes)):\(port)"
        case .i2p: "\(AddressText.i2p(bytes)):\(port)"
        }
    }
}
