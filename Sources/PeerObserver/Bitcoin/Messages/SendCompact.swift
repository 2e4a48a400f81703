extension SendCompact: PayloadDecodable, PayloadEncodable {
    public init(payload reader: inout ByteReader) throws(PayloadError) {
        self.init(sendCompact: try reader.uint8() != 0, version: try reader.uint64())
    }

    public func encodePayload(into writer: inout ByteWriter) {
        writer.byte(sendCompact ? 1 : 0)
        writer.littleEndian(version)
    }
}
