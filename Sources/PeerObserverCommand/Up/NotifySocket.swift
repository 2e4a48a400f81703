import Daemon
import Glibc

/// Where one program tells how things stand with it (sd_notify(3)).
final class NotifySocket {
    /// What can be told.
    enum Word: Equatable {
        case ready, stopping, alive
        case status(String)
    }

    let path: String
    let descriptor: Int32

    init(path: String) throws(DaemonError) {
        self.path = path
        descriptor = socket(AF_UNIX, Int32(SOCK_DGRAM.rawValue | SOCK_CLOEXEC.rawValue | SOCK_NONBLOCK.rawValue), 0)
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        guard path.utf8.count < MemoryLayout.size(ofValue: address.sun_path) else {
            throw DaemonError("\(path): too long for a socket", hint: "set TMPDIR to a shorter path")
        }
        withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: path.utf8) }
        let bound = withUnsafePointer(to: &address) { address in
            address.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                bind(descriptor, $0, socklen_t(MemoryLayout<sockaddr_un>.size))
            }
        }
        guard bound == 0 else { throw DaemonError("\(path): \(errnoText(errno))") }
    }

    deinit {
        close(descriptor)
        unlink(path)
    }

    /// What has been told since the last call. At most 100 messages, so that a program that tells without end holds up nothing.
    func words() -> [Word] {
        var (words, bytes) = ([Word](), [UInt8](repeating: 0, count: 4096))
        for _ in 0..<100 {
            let count = recv(descriptor, &bytes, bytes.count, 0)
            guard count >= 0 else { break }
            words += Self.words(bytes[..<count])
        }
        return words
    }

    static func words(_ message: some Collection<UInt8>) -> [Word] {
        message.split(separator: UInt8(ascii: "\n")).compactMap { line in
            let text = OutputLines.harmless(line.prefix(200))
            switch text {
            case "READY=1": return .ready
            case "STOPPING=1": return .stopping
            case "WATCHDOG=1": return .alive
            default: return text.hasPrefix("STATUS=") ? .status(String(text.dropFirst(7))) : nil
            }
        }
    }
}
