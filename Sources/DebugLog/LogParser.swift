public import PeerObserver

/// Reads the lines of one debug.log, in order.
public struct LogParser: Sendable {
    public init() {}

    /// The event of one line, which comes without its newline.
    public mutating func event(_ line: UnsafeRawBufferPointer) -> LogEvent {
        LogEvent(
            logTimestamp: 0, category: .unknown, threadname: "",
            event: .unknownLogMessage(UnknownLogMessage(rawMessage: String(decoding: line, as: UTF8.self))),
            logLevel: .info, logLineBytes: UInt64(line.count))
    }
}
