extension InventoryItem: PayloadDecodable, PayloadEncodable {
    /// Bytes of a serialized item.
    public static let byteCount = 36

    public init(payload reader: inout ByteReader) throws(PayloadError) {
        let type = try reader.uint32()
        let hash = try reader.hash256()
        self.init(item: Self.item(type: type, hash: hash))
    }

    /// - Parameter type: Core's `GetDataMsg`.
    private static func item(type: UInt32, hash: Hash256) -> Item {
        switch type {
        case 0: .error(true)
        case 1: .transaction(hash)
        case 2: .block(hash)
        case 4: .compactBlock(hash)
        case 5: .wtx(hash)
        case 0x4000_0001: .witnessTransaction(hash)
        case 0x4000_0002: .witnessBlock(hash)
        default: .unknown(UnknownItem(invType: type, hash: hash))
        }
    }

    public func encodePayload(into writer: inout ByteWriter) {
        let (type, hash): (UInt32, Hash256) =
            switch item {
            case .error, nil: (0, .zero)
            case .transaction(let hash): (1, hash)
            case .block(let hash): (2, hash)
            case .compactBlock(let hash): (4, hash)
            case .wtx(let hash): (5, hash)
            case .witnessTransaction(let hash): (0x4000_0001, hash)
            case .witnessBlock(let hash): (0x4000_0002, hash)
            case .unknown(let unknown): (unknown.invType, unknown.hash)
            }
        writer.littleEndian(type)
        hash.withUnsafeBytes { writer.bytes($0) }
    }

    /// Items behind their count.
    static func list(_ reader: inout ByteReader) throws(PayloadError) -> [InventoryItem] {
        let count = try reader.count(ofItemsWithAtLeast: byteCount)
        return try reader.array(count) { reader throws(PayloadError) in try InventoryItem(payload: &reader) }
    }

    static func encode(_ items: [InventoryItem], into writer: inout ByteWriter) {
        writer.compactSize(items.count)
        for item in items { item.encodePayload(into: &writer) }
    }
}
