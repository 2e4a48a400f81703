extension Alert: PayloadDecodable {
    public init(payload reader: inout ByteReader) throws(PayloadError) {
        self.init(alert: try reader.lengthPrefixedBytes())
    }
}
