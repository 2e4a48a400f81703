extension GetCFHeaders: PayloadDecodable {
    public init(payload reader: inout ByteReader) throws(PayloadError) {
        self.init(
            filterType: UInt32(try reader.uint8()), startHeight: try reader.uint32(), stopHash: try reader.hash256())
    }
}
