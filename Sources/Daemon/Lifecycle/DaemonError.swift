/// A failure that ends the program: what happened, and what its user can do about it.
public struct DaemonError: Error, Sendable, Equatable, CustomStringConvertible {
    public let message: String
    public let hint: String?

    public init(_ message: String, hint: String? = nil) {
        self.message = message
        self.hint = hint
    }

    /// One line.
    public var description: String {
        guard let hint else { return message }
        return "\(message) (\(hint))"
    }
}
