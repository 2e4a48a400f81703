/// Decides by kind: the subject without a node.
public struct KindFilter: Sendable {
    private let exact: Set<String>
    /// What subjects of many tokens begin with, the dot included.
    private let prefixes: [String]
    /// Whether it lets everything through.
    public let admitsAll: Bool

    /// - Parameter patterns: Subjects as one subscribes to them, such as `netmsg` and `rpc.*`; nil for all kinds.
    public init(patterns: [String]?) {
        admitsAll = patterns == nil
        exact = Set(patterns ?? [])
        prefixes = exact.filter { $0.hasSuffix(".*") }.map { String($0.dropLast()) }.sorted()
    }

    public func admits(_ kind: String) -> Bool {
        admitsAll || exact.contains(kind) || prefixes.contains { kind.hasPrefix($0) }
    }
}
