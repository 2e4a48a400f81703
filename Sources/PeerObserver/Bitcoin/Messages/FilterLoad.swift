extension FilterLoad: PayloadDecodable {
    public init(payload reader: inout ByteReader) throws(PayloadError) {
        let filter = try reader.lengthPrefixedBytes()
        let hashFunctions = try reader.uint32()
        let tweak = try reader.uint32()
        let flags = try reader.uint8()
        guard flags <= 2 else { throw .invalidValue(field: "filter flags", value: UInt64(flags)) }
        self.init(
            filter: filter, hashFuncs: hashFunctions, tweak: tweak, flags: BloomFlags(rawValue: Int32(flags)))
    }
}
