/// The 24-byte header before each payload of the v1 transport.
public struct Frame: Equatable, Sendable {
    public static let headerByteCount = 24
    /// Longest payload that Core takes (`MAX_PROTOCOL_MESSAGE_LENGTH`).
    public static let longestPayload = 4_000_000

    public let magic: [UInt8]
    /// Message type; what is no printable ASCII in it is escaped.
    public let command: String
    /// Bytes of the payload, as claimed.
    public let length: UInt32
    /// First four bytes of the payload's double SHA-256.
    public let checksum: [UInt8]

    /// Reads a header.
    public init(payload reader: inout ByteReader) throws(PayloadError) {
        magic = try reader.bytes(4)
        let name = try reader.bytes(12)
        var escaped = ByteWriter(capacity: 64)
        name.prefix { $0 != 0 }.withUnsafeBytes { escaped.printable($0) }
        command = String(decoding: escaped.array, as: UTF8.self)
        length = try reader.uint32()
        checksum = try reader.bytes(4)
    }

    public static func checksum(_ payload: UnsafeRawBufferPointer) -> [UInt8] {
        Array(DoubleSHA256.hash(payload).bytes.prefix(4))
    }

    /// Appends header and payload.
    ///
    /// - Parameter command: ASCII, at most 12 bytes.
    public static func encode(_ command: String, payload: [UInt8] = [], network: Network, into writer: inout ByteWriter)
    {
        writer.bytes(network.magic)
        writer.bytes(Array((Array(command.utf8.prefix(12)) + [UInt8](repeating: 0, count: 12)).prefix(12)))
        writer.littleEndian(UInt32(payload.count))
        writer.bytes(payload.withUnsafeBytes { checksum($0) })
        writer.bytes(payload)
    }
}
