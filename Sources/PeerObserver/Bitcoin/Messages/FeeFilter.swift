extension FeeFilter: PayloadDecodable, PayloadEncodable {
    public init(payload reader: inout ByteReader) throws(PayloadError) { self.init(fee: try reader.int64()) }
    public func encodePayload(into writer: inout ByteWriter) { writer.littleEndian(fee) }
}
