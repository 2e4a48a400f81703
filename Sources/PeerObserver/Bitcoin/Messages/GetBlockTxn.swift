extension GetBlockTxn: PayloadDecodable {
    /// Turns the differences of BIP-0152 into indexes.
    public init(payload reader: inout ByteReader) throws(PayloadError) {
        let blockHash = try reader.hash256()
        let count = try reader.count(ofItemsWithAtLeast: 1)
        var next: UInt64 = 0
        let indexes = try reader.array(count) { reader throws(PayloadError) in
            let difference = try reader.compactSize()
            guard difference <= UInt64(UInt16.max), next + difference <= UInt64(UInt16.max) else {
                throw PayloadError.invalidValue(field: "transaction index", value: next &+ difference)
            }
            next += difference + 1
            return next - 1
        }
        self.init(blockHash: blockHash, txIndexes: indexes)
    }
}
