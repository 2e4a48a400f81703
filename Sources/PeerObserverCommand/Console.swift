import Daemon
import Glibc

/// The terminal, or what stands for it.
enum Console {
    /// Prints a line. Text of files and networks is made harmless, unless the caller has seen to that.
    static func print(_ line: String, escaping: Bool = true) { put(line, escaping, STDOUT_FILENO) }

    static func printError(_ line: String) { put(line, true, STDERR_FILENO) }

    private static func put(_ line: String, _ escaping: Bool, _ descriptor: Int32) {
        writeAll(Array(((escaping ? LogText.printable(line) : line) + "\n").utf8), to: descriptor)
    }

    /// Writes everything, or as much as the reader lets.
    static func writeAll(_ bytes: [UInt8], to descriptor: Int32) {
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { write(descriptor, $0.baseAddress, $0.count) }
            if count < 0, errno == EINTR { continue }
            if count < 0, errno == EAGAIN {
                var ready = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
                poll(&ready, 1, 1000)
                continue
            }
            guard count > 0 else { return }
            rest = rest.dropFirst(count)
        }
    }

    static var environment: [String: String] {
        var variables: [String: String] = [:]
        var entry = environ
        while let text = entry.pointee {
            let parts = String(cString: text).split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            if parts.count == 2 { variables[String(parts[0])] = String(parts[1]) }
            entry += 1
        }
        return variables
    }
}
