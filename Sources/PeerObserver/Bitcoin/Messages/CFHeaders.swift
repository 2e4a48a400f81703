extension CFHeaders: PayloadDecodable {
    public init(payload reader: inout ByteReader) throws(PayloadError) {
        self.init(
            filterType: UInt32(try reader.uint8()), stopHash: try reader.hash256(),
            previousFilterHeader: try reader.hash256(), filterHashes: try reader.hashes())
    }
}
