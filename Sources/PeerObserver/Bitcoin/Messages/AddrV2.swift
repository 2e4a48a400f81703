extension AddrV2: PayloadDecodable, PayloadEncodable {
    public init(payload reader: inout ByteReader) throws(PayloadError) {
        // Time, services, network id, length, empty address, port.
        let count = try reader.count(ofItemsWithAtLeast: 9)
        self.init(
            addresses: try reader.array(count) { reader throws(PayloadError) in try Address(addrV2Entry: &reader) })
    }

    /// Addresses whose text is none are left out.
    public func encodePayload(into writer: inout ByteWriter) {
        let encodable = addresses.compactMap { address in address.host?.addrV2Bytes.map { (address, $0) } }
        writer.compactSize(encodable.count)
        for (address, (id, bytes)) in encodable {
            writer.littleEndian(address.timestamp)
            writer.compactSize(address.services)
            writer.byte(id)
            writer.compactSize(bytes.count)
            writer.bytes(bytes)
            writer.bigEndian(UInt16(truncatingIfNeeded: address.port))
        }
    }
}
