import PeerObserver

/// Where to connect: an address and a port. Without memory of its own, since many are remembered.
struct Target: Hashable, Sendable {
    /// Networks that can be tried; the raw values are BIP-0155's.
    enum Network: UInt8, CaseIterable, Sendable {
        case ipv4 = 1
        case ipv6 = 2
        case torV3 = 4
        case i2p = 5
        case cjdns = 6

        /// The `network` label, upstream's words.
        var name: String {
            switch self {
            case .ipv4: "IPv4"
            case .ipv6: "IPv6"
            case .torV3: "TorV3"
            case .i2p: "I2P"
            case .cjdns: "CJDNS"
            }
        }

        /// Its place among all of them.
        var index: Int {
            switch self {
            case .ipv4: 0
            case .ipv6: 1
            case .torV3: 2
            case .i2p: 3
            case .cjdns: 4
            }
        }

        fileprivate var byteCount: Int {
            switch self {
            case .ipv4: 4
            case .ipv6, .cjdns: 16
            case .torV3, .i2p: 32
            }
        }
    }

    /// The address, its first byte highest; one of 32 bytes continues in `rest`.
    private let first: UInt128
    private let rest: UInt128
    let port: UInt16
    let network: Network

    init(_ address: Address) throws(SkipReason) {
        // What an event calls unknown may have any id and any bytes, those of a network that is known among them.
        if case .unknown = address.host { throw .unsupportedNetwork }
        guard let host = address.host, let (id, bytes) = host.addrV2Bytes else { throw .invalid }
        guard let network = Network(rawValue: id) else { throw .unsupportedNetwork }
        // I2P has no ports; its nodes announce 0.
        guard let port = UInt16(exactly: address.port), port > 0 || network == .i2p else { throw .invalid }
        guard network != .cjdns || bytes[0] == 0xfc else { throw .invalid }
        self.init(network: network, bytes: bytes, port: port)
    }

    /// - Parameter bytes: As many as addresses of the network have.
    init(network: Network, bytes: [UInt8], port: UInt16) {
        self.network = network
        self.port = port
        first = bytes.prefix(16).reduce(0) { $0 << 8 | UInt128($1) }
        rest = bytes.dropFirst(16).reduce(0) { $0 << 8 | UInt128($1) }
    }

    /// The address, as BIP-0155 has it.
    var bytes: [UInt8] {
        let count = network.byteCount
        var bytes: [UInt8] = []
        bytes.reserveCapacity(count)
        for index in 0..<min(count, 16) {
            bytes.append(UInt8(truncatingIfNeeded: first >> UInt128(8 * (min(count, 16) - 1 - index))))
        }
        for index in 0..<max(0, count - 16) {
            bytes.append(UInt8(truncatingIfNeeded: rest >> UInt128(8 * (15 - index))))
        }
        return bytes
    }

    /// As events tell it; of Tor with checksum and version.
    var host: Address.Host? { Address.Host(addrV2: network.rawValue, bytes: bytes) }

    /// The host as text alone: `192.0.2.1`, `….onion`.
    var hostText: String {
        switch host {
        case .ipv4(let text), .ipv6(let text), .torv2(let text), .torv3(let text), .i2p(let text), .cjdns(let text):
            text
        case .unknown, nil: ""
        }
    }

    /// An IPv4 address; nil of other networks.
    var ipv4: UInt32? { network == .ipv4 ? UInt32(truncatingIfNeeded: first) : nil }

    /// An IPv6 address; nil of other networks.
    var ipv6: UInt128? { network == .ipv6 ? first : nil }

    /// The first four bytes.
    fileprivate var beginning: UInt32 {
        network == .ipv4 ? UInt32(truncatingIfNeeded: first) : UInt32(truncatingIfNeeded: first >> 96)
    }
}

/// Addresses that presumably have one owner, and share a limit of their rate.
struct NetworkGroup: Hashable, Sendable {
    private let network: Target.Network
    private let prefix: UInt32

    /// The /16 of IPv4, the /32 of IPv6, which is what a provider is given, and of 6to4 that of the IPv4 address within. Other
    /// addresses are keys: nobody owns a part of them, so they are dealt out over 16 groups by their first 4 bits, as Core does; those
    /// of CJDNS begin with a byte that all have.
    init(_ target: Target) {
        let beginning = target.beginning
        switch target.network {
        case .ipv4: (network, prefix) = (.ipv4, beginning >> 16)
        case .ipv6:
            if let embedded = target.ipv6.flatMap(IPRanges.embeddedIPv4) {
                (network, prefix) = (.ipv4, embedded >> 16)
            } else {
                (network, prefix) = (.ipv6, beginning)
            }
        case .torV3, .i2p: (network, prefix) = (target.network, beginning >> 28)
        case .cjdns: (network, prefix) = (.cjdns, beginning >> 20)
        }
    }
}
