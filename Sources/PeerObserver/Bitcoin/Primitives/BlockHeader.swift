extension BlockHeader: PayloadDecodable, PayloadEncodable {
    /// Bytes of a serialized header.
    public static let byteCount = 80

    public init(payload reader: inout ByteReader) throws(PayloadError) {
        let start = reader.offset
        self.init(
            version: try reader.int32(), prevBlockhash: try reader.hash256(), merkleRoot: try reader.hash256(),
            time: try reader.uint32(), bits: try reader.uint32(), nonce: try reader.uint32(), hash: .zero)
        hash = reader.withUnsafeBytes(of: start..<start + Self.byteCount) { DoubleSHA256.hash($0) }
    }

    public func encodePayload(into writer: inout ByteWriter) {
        writer.littleEndian(version)
        prevBlockhash.withUnsafeBytes { writer.bytes($0) }
        merkleRoot.withUnsafeBytes { writer.bytes($0) }
        writer.littleEndian(time)
        writer.littleEndian(bits)
        writer.littleEndian(nonce)
    }
}
