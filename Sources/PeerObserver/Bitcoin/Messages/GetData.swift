extension GetData: PayloadDecodable {
    public init(payload reader: inout ByteReader) throws(PayloadError) {
        self.init(items: try InventoryItem.list(&reader))
    }
}
