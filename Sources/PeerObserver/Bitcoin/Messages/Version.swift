extension Version: PayloadDecodable, PayloadEncodable {
    /// Reads what is there: each field from the sender on may be missing together with all that follow it, as Core takes it.
    public init(payload reader: inout ByteReader) throws(PayloadError) {
        self.init()
        version = UInt32(bitPattern: try reader.int32())
        services = try reader.uint64()
        timestamp = try reader.int64()
        receiver = try Address(withoutTime: &reader)
        sender = Address(timestamp: 0, host: .ipv6("::"), port: 0, services: 0)
        relay = true
        if reader.isAtEnd { return }
        sender = try Address(withoutTime: &reader)
        nonce = try reader.uint64()
        if reader.isAtEnd { return }
        let bytes = try reader.lengthPrefixedBytes()
        userAgent = String(decoding: bytes, as: UTF8.self)
        if !userAgent.utf8.elementsEqual(bytes) { rawUserAgent = bytes }
        if reader.isAtEnd { return }
        startHeight = try reader.int32()
        if reader.isAtEnd { return }
        relay = try reader.uint8() != 0
    }

    public func encodePayload(into writer: inout ByteWriter) {
        writer.littleEndian(version)
        writer.littleEndian(services)
        writer.littleEndian(timestamp)
        for address in [receiver, sender] {
            writer.littleEndian(address.services)
            writer.bytes(address.host?.mappedBytes ?? [UInt8](repeating: 0, count: 16))
            writer.bigEndian(UInt16(truncatingIfNeeded: address.port))
        }
        writer.littleEndian(nonce)
        writer.lengthPrefixed(userAgent)
        writer.littleEndian(startHeight)
        writer.byte(relay ? 1 : 0)
    }
}
