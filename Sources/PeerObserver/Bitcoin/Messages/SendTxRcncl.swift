extension SendTxRcncl: PayloadDecodable {
    public init(payload reader: inout ByteReader) throws(PayloadError) {
        self.init(version: try reader.uint32(), salt: try reader.uint64())
    }
}
