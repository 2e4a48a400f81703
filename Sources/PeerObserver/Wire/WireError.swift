/// Why bytes are no protobuf message of the expected kind.
public enum WireError: Error, Equatable, Sendable {
    /// A field reaches beyond the end.
    case truncated(needed: Int, available: Int)
    /// A varint of more than ten bytes.
    case varintTooLong
    /// A field number of 0, or a wire type that protobuf does not have.
    case invalidTag(UInt32)
    /// A bytes field whose length is fixed has another one.
    case invalidLength(expected: Int, found: Int)
}

extension WireError: CustomStringConvertible {
    public var description: String {
        switch self {
        case .truncated(let needed, let available): "truncated: needed \(needed), available \(available)"
        case .varintTooLong: "varint of more than 10 bytes"
        case .invalidTag(let tag): "invalid tag \(tag)"
        case .invalidLength(let expected, let found): "length \(found) where \(expected) was expected"
        }
    }
}
