/// A program that `up` runs.
struct Program: Sendable {
    /// Programs are started from the last stage to the first and stopped from the first to the last.
    enum Stage: Int, Sendable, Comparable, CaseIterable {
        case extractors, tools, server

        static func < (left: Self, right: Self) -> Bool { left.rawValue < right.rawValue }
    }

    enum Readiness: Sendable {
        /// It tells on a socket of its own, as systemd's `Type=notify` wants it, and that it lives.
        case notification
        /// It prints a line that holds this.
        case line(String)
    }

    let name: String
    let stage: Stage
    let path: String
    let arguments: [String]
    let readiness: Readiness
    /// Variables of its own.
    var environment: [String: String] = [:]
}
