import PeerObserver

/// The small messages.
extension Message {
    static func ping(_ nonce: UInt64) -> Message { Message("ping", bytes(of: nonce)) }
    static func pong(_ nonce: UInt64) -> Message { Message("pong", bytes(of: nonce)) }
    static func feeFilter(_ satPerKilobyte: Int64) -> Message {
        Message("feefilter", encoded(FeeFilter(fee: satPerKilobyte)))
    }

    static func sendCompact(highBandwidth: Bool) -> Message {
        Message("sendcmpct", encoded(SendCompact(sendCompact: highBandwidth, version: 2)))
    }

    static func sendTxRcncl(salt: UInt64) -> Message {
        var writer = ByteWriter()
        writer.littleEndian(UInt32(1))
        writer.littleEndian(salt)
        return Message("sendtxrcncl", writer.array)
    }

    /// `inv`, `getdata` and `notfound`.
    static func inventory(_ type: String, _ items: [InventoryItem.Item]) -> Message {
        Message(type, encoded(Inv(items: items.map { InventoryItem(item: $0) })))
    }

    static func version(
        userAgent: String, height: Int32, nowSeconds: Int64, relay: Bool, random: inout Random
    ) -> Message {
        var version = Version()
        version.version = 70016
        version.services = 0xc09
        version.timestamp = nowSeconds - Int64(random.below(8))
        version.receiver = Address(
            timestamp: 0, host: .ipv4(AddressText.ipv4(NodeAddress(.ipv4, random: &random).bytes)), port: 8333,
            services: 1)
        version.sender = Address(timestamp: 0, host: .ipv6("::"), port: 0, services: 0xc09)
        version.nonce = random.next()
        version.userAgent = userAgent
        version.startHeight = height
        version.relay = relay
        return Message("version", encoded(version))
    }

    static func addrV2(_ addresses: [NodeAddress], nowSeconds: Int64, random: inout Random) -> Message {
        addrV2(addresses) { nowSeconds - Int64(random.below(500_000)) }
    }

    /// - Parameter seenSeconds: Unix time at which the addresses were seen last, as it is told.
    static func addrV2(_ addresses: [NodeAddress], seenSeconds: Int64) -> Message { addrV2(addresses) { seenSeconds } }

    private static func addrV2(_ addresses: [NodeAddress], _ seenSeconds: () -> Int64) -> Message {
        var writer = ByteWriter()
        writer.compactSize(addresses.count)
        for address in addresses {
            writer.littleEndian(UInt32(truncatingIfNeeded: seenSeconds()))
            writer.compactSize(0xc09)
            writer.byte(address.network.addrV2ID)
            writer.compactSize(address.bytes.count)
            writer.bytes(address.bytes)
            writer.bigEndian(address.port)
        }
        return Message("addrv2", writer.array)
    }

    /// For peers that never asked for `addrv2`; only IP addresses fit.
    static func addr(_ addresses: [NodeAddress], nowSeconds: Int64, random: inout Random) -> Message {
        addr(addresses) { nowSeconds - Int64(random.below(500_000)) }
    }

    static func addr(_ addresses: [NodeAddress], seenSeconds: Int64) -> Message { addr(addresses) { seenSeconds } }

    private static func addr(_ addresses: [NodeAddress], _ seenSeconds: () -> Int64) -> Message {
        var writer = ByteWriter()
        let fitting = addresses.filter { $0.network == .ipv4 || $0.network == .ipv6 }
        writer.compactSize(fitting.count)
        for address in fitting {
            writer.littleEndian(UInt32(truncatingIfNeeded: seenSeconds()))
            writer.littleEndian(UInt64(0x409))
            if address.network == .ipv4 { writer.bytes([0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff]) }
            writer.bytes(address.bytes)
            writer.bigEndian(address.port)
        }
        return Message("addr", writer.array)
    }

    /// A message of exactly this many payload bytes that decodes: a transaction where one fits, else a type that says
    /// nothing about bytes behind what it reads.
    static func sized(_ byteCount: Int, random: inout Random) -> Message {
        if byteCount >= GeneratedTransaction.least {
            return Message("tx", GeneratedTransaction.filled(byteCount: byteCount, random: &random))
        }
        return Message(byteCount < 8 ? "verack" : "ping", random.bytes(byteCount))
    }

    /// Without a writer, since pings are made while the traffic goes on.
    private static func bytes(of nonce: UInt64) -> [UInt8] { withUnsafeBytes(of: nonce.littleEndian) { [UInt8]($0) } }

    private static func encoded(_ value: some PayloadEncodable) -> [UInt8] {
        var writer = ByteWriter()
        value.encodePayload(into: &writer)
        return writer.array
    }
}
