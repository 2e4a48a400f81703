extension GetHeaders: PayloadDecodable, PayloadEncodable {
    public init(payload reader: inout ByteReader) throws(PayloadError) {
        self.init(
            version: try reader.uint32(), locatorHashes: try reader.hashes(), stopHash: try reader.hash256())
    }

    public func encodePayload(into writer: inout ByteWriter) {
        writer.littleEndian(version)
        writer.compactSize(locatorHashes.count)
        for hash in locatorHashes + [stopHash] { hash.withUnsafeBytes { writer.bytes($0) } }
    }
}
