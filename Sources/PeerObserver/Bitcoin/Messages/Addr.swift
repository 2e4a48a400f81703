extension Addr: PayloadDecodable {
    public init(payload reader: inout ByteReader) throws(PayloadError) {
        // Time, services, address, port.
        let count = try reader.count(ofItemsWithAtLeast: 30)
        self.init(addresses: try reader.array(count) { reader throws(PayloadError) in try Address(addrEntry: &reader) })
    }
}
