extension Tx: PayloadDecodable {
    public init(payload reader: inout ByteReader) throws(PayloadError) {
        self.init(tx: try Transaction(payload: &reader))
    }
}
