extension CFilter: PayloadDecodable {
    public init(payload reader: inout ByteReader) throws(PayloadError) {
        self.init(
            filterType: UInt32(try reader.uint8()), blockHash: try reader.hash256(),
            filter: try reader.lengthPrefixedBytes())
    }
}
