extension MerkleBlock: PayloadDecodable {
    /// Each bit becomes a field of the event, so a payload of bits alone would grow sixteenfold. A block has at most 16,666
    /// transactions, whose tree takes some 4,200 bytes of bits.
    static let mostFlagBytes = 1 << 16

    public init(payload reader: inout ByteReader) throws(PayloadError) {
        let header = try BlockHeader(payload: &reader)
        let transactionCount = try reader.uint32()
        let hashes = try reader.hashes()
        let flags = try reader.lengthPrefixedBytes()
        guard flags.count <= Self.mostFlagBytes else {
            throw .invalidValue(field: "number of flag bytes", value: UInt64(flags.count))
        }
        var bits: [Bool] = []
        bits.reserveCapacity(flags.count * 8)
        for byte in flags {
            for bit in 0..<8 { bits.append(byte >> UInt8(bit) & 1 == 1) }
        }
        self.init(header: header, numTransactions: transactionCount, bits: bits, hashes: hashes)
    }
}
