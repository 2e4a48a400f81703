extension Reject: PayloadDecodable {
    /// The codes of BIP-0061 in the order of `RejectReason`.
    private static let codes: [UInt8] = [0x01, 0x10, 0x11, 0x12, 0x40, 0x41, 0x42, 0x43]

    public init(payload reader: inout ByteReader) throws(PayloadError) {
        let command = try reader.lengthPrefixedText()
        let code = try reader.uint8()
        guard let index = Self.codes.firstIndex(of: code) else {
            throw .invalidValue(field: "reject code", value: UInt64(code))
        }
        let details = try reader.lengthPrefixedText()
        let hash = reader.isAtEnd ? [] : try reader.bytes(Hash256.byteCount)
        self.init(
            rejectedCommand: command, reason: RejectReason(rawValue: Int32(index)), reasonDetails: details, hash: hash)
    }
}
