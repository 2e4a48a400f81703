/// Network ids of BIP-0155 with the lengths of their addresses.
enum NetworkID: UInt8 {
    case ipv4 = 1
    case ipv6, torV2, torV3, i2p, cjdns

    /// Bytes of an address.
    var byteCount: Int {
        switch self {
        case .ipv4: 4
        case .ipv6, .cjdns: 16
        case .torV2: 10
        case .torV3, .i2p: 32
        }
    }

    /// Longest address of a network that is not listed (Core's `MAX_ADDRV2_SIZE`).
    static let longestAddress = 512

    func host(_ bytes: [UInt8]) -> Address.Host {
        switch self {
        case .ipv4: .ipv4(AddressText.ipv4(bytes))
        case .ipv6: .ipv6(AddressText.ipv6(bytes))
        case .torV2: .torv2(AddressText.torV2(bytes))
        case .torV3: .torv3(AddressText.torV3(bytes))
        case .i2p: .i2p(AddressText.i2p(bytes))
        case .cjdns: .cjdns(AddressText.ipv6(bytes))
        }
    }
}

extension Address.Host {
    /// The address with this network id and these bytes of BIP-0155; nil for another length, or an id that is not assigned.
    public init?(addrV2 id: UInt8, bytes: [UInt8]) {
        guard let network = NetworkID(rawValue: id), bytes.count == network.byteCount else { return nil }
        self = network.host(bytes)
    }

    /// The 16 bytes of `addr` and `version`: IPv6, with IPv4 and Tor v2 mapped into it.
    init(mapped bytes: [UInt8]) {
        if bytes.prefix(10).allSatisfy({ $0 == 0 }), bytes[10] == 0xff, bytes[11] == 0xff {
            self = .ipv4(AddressText.ipv4(bytes[12...]))
        } else if bytes.starts(with: [0xfd, 0x87, 0xd8, 0x7e, 0xeb, 0x43]) {
            self = .torv2(AddressText.torV2(Array(bytes[6...])))
        } else {
            self = .ipv6(AddressText.ipv6(bytes))
        }
    }
}

extension Address {
    /// Services, 16 bytes and port, as in `version`, without a time.
    init(withoutTime reader: inout ByteReader) throws(PayloadError) {
        let services = try reader.uint64()
        let host = Host(mapped: try reader.bytes(16))
        self.init(timestamp: 0, host: host, port: UInt32(try reader.port()), services: services)
    }

    /// An entry of `addr`.
    init(addrEntry reader: inout ByteReader) throws(PayloadError) {
        let timestamp = try reader.uint32()
        try self.init(withoutTime: &reader)
        self.timestamp = timestamp
    }

    /// An entry of `addrv2` (BIP-0155).
    init(addrV2Entry reader: inout ByteReader) throws(PayloadError) {
        let timestamp = try reader.uint32()
        let services = try reader.compactSize()
        let id = try reader.uint8()
        let length = try reader.length()
        guard length <= NetworkID.longestAddress else {
            throw .invalidValue(field: "address length", value: UInt64(length))
        }
        let bytes = try reader.bytes(length)
        let host: Host
        if let network = NetworkID(rawValue: id) {
            guard length == network.byteCount else {
                throw .invalidValue(field: "address length", value: UInt64(length))
            }
            host = network.host(bytes)
        } else {
            host = .unknown(UnknownAddress(id: UInt32(id), address: bytes))
        }
        self.init(timestamp: timestamp, host: host, port: UInt32(try reader.port()), services: services)
    }
}
