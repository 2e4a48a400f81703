extension FilterAdd: PayloadDecodable {
    public init(payload reader: inout ByteReader) throws(PayloadError) {
        self.init(filter: try reader.lengthPrefixedBytes())
    }
}
