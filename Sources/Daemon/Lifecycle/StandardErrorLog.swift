import Glibc
public import Logging

/// Writes log lines to stderr: time in UTC, level, message, then metadata as `key=value`. Nothing that a terminal
/// could obey gets through.
public struct StandardErrorLog: LogHandler {
    public var logLevel: Logger.Level
    public var metadata: Logger.Metadata = [:]

    public init(level: Logger.Level) {
        logLevel = level
    }

    public subscript(metadataKey key: String) -> Logger.MetadataValue? {
        get { metadata[key] }
        set { metadata[key] = newValue }
    }

    public func log(event: LogEvent) {
        var now = timespec()
        clock_gettime(CLOCK_REALTIME, &now)
        let all = event.metadata.map { metadata.merging($0) { $1 } } ?? metadata
        let line = StatusLine.before + Self.line(now, event.level, "\(event.message)", all)
        // One write per line, so that lines of several threads do not mix.
        let bytes = Array(line.utf8)
        _ = write(STDERR_FILENO, bytes, bytes.count)
    }

    static func line(
        _ time: timespec, _ level: Logger.Level, _ message: String, _ metadata: Logger.Metadata
    ) -> String {
        var line = "\(timestamp(time)) \(word(level)) \(LogText.printable(message))"
        for (key, value) in metadata.sorted(by: { $0.key < $1.key }) {
            line += " \(LogText.printable(key))=\(LogText.quoted("\(value)"))"
        }
        return line + "\n"
    }

    private static func timestamp(_ time: timespec) -> String {
        var (seconds, parts, buffer) = (time.tv_sec, tm(), [CChar](repeating: 0, count: 32))
        gmtime_r(&seconds, &parts)
        let length = strftime(&buffer, buffer.count, "%Y-%m-%dT%H:%M:%S", &parts)
        let milliseconds = String(1000 + time.tv_nsec / 1_000_000).dropFirst()
        return "\(String(decoding: buffer[..<length].map { UInt8(bitPattern: $0) }, as: UTF8.self)).\(milliseconds)Z"
    }

    private static func word(_ level: Logger.Level) -> String {
        switch level {
        case .trace: "TRACE"
        case .debug: "DEBUG"
        case .info, .notice: "INFO "
        case .warning: "WARN "
        case .error, .critical: "ERROR"
        }
    }
}

/// Makes text harmless in a log.
public enum LogText {
    /// `text` with everything but printable ASCII written as `\n`, `\t`, `\\` or `\xNN`.
    public static func printable(_ text: String) -> String {
        guard text.utf8.contains(where: { !isPlain($0) }) else { return text }
        var bytes: [UInt8] = []
        for byte in text.utf8 {
            switch byte {
            case UInt8(ascii: "\n"): bytes.append(contentsOf: "\\n".utf8)
            case UInt8(ascii: "\t"): bytes.append(contentsOf: "\\t".utf8)
            case UInt8(ascii: "\\"): bytes.append(contentsOf: "\\\\".utf8)
            case _ where isPlain(byte): bytes.append(byte)
            default:
                let digits = String(byte, radix: 16)
                bytes.append(contentsOf: "\\x\(digits.count < 2 ? "0" : "")\(digits)".utf8)
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    /// `text` made printable, in quotes where it holds white space or quotes, or nothing.
    static func quoted(_ text: String) -> String {
        let plain = printable(text)
        guard plain.isEmpty || plain.utf8.contains(where: { $0 == UInt8(ascii: " ") || $0 == UInt8(ascii: "\"") })
        else {
            return plain
        }
        return "\"" + plain.split(separator: "\"", omittingEmptySubsequences: false).joined(separator: "\\\"") + "\""
    }

    private static func isPlain(_ byte: UInt8) -> Bool {
        byte >= 0x20 && byte < 0x7F && byte != UInt8(ascii: "\\")
    }
}
