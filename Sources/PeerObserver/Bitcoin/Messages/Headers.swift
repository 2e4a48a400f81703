extension Headers: PayloadDecodable, PayloadEncodable {
    public init(payload reader: inout ByteReader) throws(PayloadError) {
        let count = try reader.count(ofItemsWithAtLeast: BlockHeader.byteCount + 1)
        let headers = try reader.array(count) { reader throws(PayloadError) in
            let header = try BlockHeader(payload: &reader)
            // The transaction count, always 0 but for old software.
            _ = try reader.count(ofItemsWithAtLeast: 0)
            return header
        }
        self.init(headers: headers)
    }

    public func encodePayload(into writer: inout ByteWriter) {
        writer.compactSize(headers.count)
        for header in headers {
            header.encodePayload(into: &writer)
            writer.byte(0)
        }
    }
}
