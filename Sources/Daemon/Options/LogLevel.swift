public import ArgumentParser
public import Logging

/// How much a program tells; upstream's words, in any case.
public enum LogLevel: String, Sendable, ExpressibleByArgument {
    case trace, debug, info, warn, error, off

    public init?(argument: String) {
        let word = argument.lowercased()
        self.init(rawValue: word == "warning" ? "warn" : word)
    }

    public var defaultValueDescription: String { rawValue.uppercased() }

    /// Nil for `off`.
    public var level: Logger.Level? {
        switch self {
        case .trace: .trace
        case .debug: .debug
        case .info: .info
        case .warn: .warning
        case .error: .error
        case .off: nil
        }
    }
}
