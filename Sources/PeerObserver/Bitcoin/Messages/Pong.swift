extension Pong: PayloadDecodable, PayloadEncodable {
    public init(payload reader: inout ByteReader) throws(PayloadError) { self.init(value: try reader.uint64()) }
    public func encodePayload(into writer: inout ByteWriter) { writer.littleEndian(value) }
}
