public import PeerObserver

/// What a line is, without its texts.
public struct LogSummary: Sendable, Equatable {
    /// Microseconds since the Unix epoch; 0 where the line has no readable time.
    public var timestamp: UInt64
    public var category: LogCategory
    public var level: LogLevel
    /// The kind of the detail that `LogParser.event(_:)` finds in the line.
    public var kind: LogKind
    /// Where the message begins in the line; 0 where the line has no prefix.
    public var messageOffset: Int
}
