/// Why a text is no JSON, or none that is read here. Offsets count bytes from the beginning.
public enum JSONError: Error, Equatable, Sendable, CustomStringConvertible {
    /// The byte at `offset` may not stand there.
    case unexpected(UInt8, offset: Int)
    /// The text ends where something must follow.
    case truncated(offset: Int)
    /// Objects and arrays within each other beyond `JSONReader.depthLimit`.
    case tooDeep(offset: Int)

    public var description: String {
        switch self {
        case .unexpected(let byte, let offset): "unexpected byte \(byte) at offset \(offset) of the JSON"
        case .truncated(let offset): "the JSON ends at offset \(offset), in the middle"
        case .tooDeep(let offset): "JSON deeper than \(JSONReader.depthLimit) levels at offset \(offset)"
        }
    }
}

/// What a JSON value is.
public enum JSONKind: Sendable, Equatable {
    case object, array, string, number, bool, null
}
