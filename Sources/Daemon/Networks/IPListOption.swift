public import ArgumentParser

/// `NAME=FILE`
public struct IPListOption: ExpressibleByArgument, Sendable {
    public let name: String
    public let path: String

    public init?(argument: String) {
        guard let equals = argument.firstIndex(of: "=") else { return nil }
        guard let name = NodeName(String(argument[..<equals])) else { return nil }
        self.name = name.description
        path = String(argument[argument.index(after: equals)...])
        guard !path.isEmpty else { return nil }
    }
}
