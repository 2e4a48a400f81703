extension BlockTxn: PayloadDecodable {
    public init(payload reader: inout ByteReader) throws(PayloadError) {
        self.init(blockHash: try reader.hash256(), transactions: try Transaction.list(&reader))
    }
}
