extension Block: PayloadDecodable {
    public init(payload reader: inout ByteReader) throws(PayloadError) {
        self.init(header: try BlockHeader(payload: &reader), transactions: try Transaction.list(&reader))
    }
}
