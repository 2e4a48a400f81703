extension GetBlocks: PayloadDecodable {
    public init(payload reader: inout ByteReader) throws(PayloadError) {
        self.init(
            version: try reader.uint32(), locatorHashes: try reader.hashes(), stopHash: try reader.hash256())
    }
}
