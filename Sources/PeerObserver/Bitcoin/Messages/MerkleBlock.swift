extension MerkleBlock: PayloadDecodable {
    public init(payload reader: inout ByteReader) throws(PayloadError) {
        let header = try BlockHeader(payload: &reader)
        let transactionCount = try reader.uint32()
        let hashes = try reader.hashes()
        let flags = try reader.lengthPrefixedBytes()
        var bits: [Bool] = []
        bits.reserveCapacity(flags.count * 8)
        for byte in flags {
            for bit in 0..<8 { bits.append(byte >> UInt8(bit) & 1 == 1) }
        }
        self.init(header: header, numTransactions: transactionCount, bits: bits, hashes: hashes)
    }
}
