/// Why a ``Redactor`` cannot be made.
public enum RedactionError: Error, Equatable, Sendable, CustomStringConvertible {
    case keyLength(needed: Int, available: Int)
    /// Neither an address nor a host name.
    case ownAddress(String)

    public var description: String {
        switch self {
        case .keyLength(let needed, let available): "redaction key: needed \(needed) bytes, available \(available)"
        case .ownAddress(let text): "\"\(text)\" is neither an address nor a host name"
        }
    }
}
