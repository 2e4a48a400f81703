extension CompactBlock: PayloadDecodable {
    public init(payload reader: inout ByteReader) throws(PayloadError) {
        let header = try BlockHeader(payload: &reader)
        let nonce = try reader.uint64()
        let idCount = try reader.count(ofItemsWithAtLeast: ShortID.byteCount)
        let shortIDs = try reader.array(idCount) { reader throws(PayloadError) in try reader.shortID() }
        let prefilledCount = try reader.count(ofItemsWithAtLeast: 1 + Transaction.leastByteCount)
        let prefilled = try reader.array(prefilledCount) { reader throws(PayloadError) in
            try PrefilledTransaction(payload: &reader)
        }
        self.init(header: header, nonce: nonce, shortIDs: shortIDs, transactions: prefilled)
    }
}
