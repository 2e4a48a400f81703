/// Why bytes are no P2P payload of their message type. The description is the reason of a `malformed` event.
public enum PayloadError: Error, Equatable, Sendable {
    /// A field reaches beyond the end.
    case truncated(needed: Int, available: Int)
    /// A CompactSize that is not in its shortest form.
    case nonCanonicalCompactSize(UInt64)
    /// A count or length above what Core's `ReadCompactSize` takes.
    case compactSizeAboveLimit(UInt64)
    /// A field holds a value that its type does not allow.
    case invalidValue(field: StaticName, value: UInt64)
    /// A transaction flagged to carry witnesses has none (BIP-0144).
    case superfluousWitness

    /// A name written in this program's source.
    public struct StaticName: Equatable, Sendable, ExpressibleByStringLiteral, CustomStringConvertible {
        public let description: String
        public init(stringLiteral value: StaticString) { description = value.description }
    }
}

extension PayloadError: CustomStringConvertible {
    public var description: String {
        switch self {
        case .truncated(let needed, let available): "truncated: needed \(needed), available \(available)"
        case .nonCanonicalCompactSize(let value): "non-canonical CompactSize \(value)"
        case .compactSizeAboveLimit(let value): "CompactSize \(value) above \(CompactSize.limit)"
        case .invalidValue(let field, let value): "invalid \(field) \(value)"
        case .superfluousWitness: "superfluous witness"
        }
    }
}
