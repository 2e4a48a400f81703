extension Inv: PayloadDecodable, PayloadEncodable {
    public init(payload reader: inout ByteReader) throws(PayloadError) {
        self.init(items: try InventoryItem.list(&reader))
    }

    public func encodePayload(into writer: inout ByteWriter) { InventoryItem.encode(items, into: &writer) }
}
