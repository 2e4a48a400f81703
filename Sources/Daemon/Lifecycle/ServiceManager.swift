import Glibc
import Logging

/// The service manager that started the program, where it wants to be told how things stand (sd_notify(3)).
struct ServiceManager: Sendable {
    /// Within which it has to hear that all is well; nil where it does not watch.
    let watchdog: Duration?
    private let path: [UInt8]

    /// Nil where the environment names no socket, or one that is too long.
    init?(environment: (String) -> String? = ServiceManager.variable) {
        guard let name = environment("NOTIFY_SOCKET"), name.hasPrefix("/") || name.hasPrefix("@") else { return nil }
        var path = Array(name.utf8)
        // An abstract socket: its name begins with a zero byte.
        if name.hasPrefix("@") { path[0] = 0 }
        guard path.count < MemoryLayout.size(ofValue: sockaddr_un().sun_path) else { return nil }
        self.path = path
        let isMeant = environment("WATCHDOG_PID").map { $0 == "\(getpid())" } ?? true
        let microseconds = environment("WATCHDOG_USEC").flatMap { Int64($0) }.flatMap { $0 > 0 ? $0 : nil }
        watchdog = isMeant ? microseconds.map { .microseconds($0) } : nil
    }

    static func variable(_ name: String) -> String? { getenv(name).map { String(cString: $0) } }

    /// Sends assignments such as `READY=1`, one a line. What cannot be sent is nothing that the program could do better.
    func tell(_ state: String) {
        let descriptor = socket(AF_UNIX, Int32(SOCK_DGRAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
        guard descriptor >= 0 else { return }
        defer { close(descriptor) }
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: path) }
        let length = socklen_t(MemoryLayout<sa_family_t>.size + path.count)
        var text = state
        text.withUTF8 { bytes in
            withUnsafePointer(to: &address) { address in
                address.withMemoryRebound(to: sockaddr.self, capacity: 1) { address in
                    _ = sendto(descriptor, bytes.baseAddress, bytes.count, Int32(MSG_NOSIGNAL), address, length)
                }
            }
        }
    }
}

extension ServiceManager {
    /// How often the state is told, unless the watchdog wants it oftener.
    private static let interval: Duration = .seconds(5)

    /// Tells the state until the task is cancelled, and that all is well while the work gets on.
    func watch(_ daemon: Daemon) async {
        let interval = min(Self.interval, (watchdog ?? Self.interval * 4) / 4)
        var progress = Progress()
        var lastTold: String?
        while (try? await Task.sleep(for: interval)) != nil {
            let (bus, delivered) = (daemon.bus, daemon.bus.delivered)
            let stall = progress.stall(daemon.heartbeats.list, delivered)
            if let stall, stall != lastTold { daemon.logger.warning("\(stall) does not get on") }
            lastTold = stall
            let lost = bus.published.lost.total + (delivered?.ledger.lost.total ?? 0)
            let seen = bus.published.seen + (delivered?.ledger.seen ?? 0)
            let connection = bus.isConnected ? "connected to NATS" : "waiting for NATS"
            let status =
                "STATUS=\(stall.map { "\($0) does not get on; " } ?? "")\(connection), \(seen) events, \(lost) lost"
            tell(stall == nil && watchdog != nil ? "\(status)\nWATCHDOG=1" : status)
        }
    }
}
