extension Feature: PayloadDecodable {
    public init(payload reader: inout ByteReader) throws(PayloadError) {
        self.init(featureID: try reader.lengthPrefixedText(), featureData: try reader.lengthPrefixedBytes())
    }
}
