public import ArgumentParser

/// The name of a node in a fleet: one subject token of 1 to 64 letters, digits, `_` or `-`.
public struct NodeName: Sendable, Hashable, ExpressibleByArgument, CustomStringConvertible {
    public let description: String

    public init?(_ name: String) {
        let allowed = name.utf8.allSatisfy { byte in
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"): true
            case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), UInt8(ascii: "-"): true
            default: false
            }
        }
        guard allowed, 1...64 ~= name.utf8.count else { return nil }
        description = name
    }

    public init?(argument: String) { self.init(argument) }

    /// `subject` as this node publishes it.
    public func subject(_ subject: String) -> String { "node.\(description).\(subject)" }
}
