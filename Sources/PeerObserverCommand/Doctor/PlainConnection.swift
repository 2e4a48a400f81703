import Daemon
import Glibc

/// A TCP connection for one question, with an end to waiting and to what is taken.
final class PlainConnection {
    private let descriptor: Int32
    private let deadline: ContinuousClock.Instant

    /// Connects to `host:port` within the time, which is for all that follows as well.
    init(_ address: String, within time: Duration = .seconds(3)) throws(DaemonError) {
        let deadline = ContinuousClock.now + time
        self.deadline = deadline
        guard let colon = address.lastIndex(of: ":") else { throw DaemonError("'\(address)' is not host:port") }
        let host = address[..<colon].filter { $0 != "[" && $0 != "]" }
        var hints = addrinfo()
        hints.ai_socktype = Int32(SOCK_STREAM.rawValue)
        var list: UnsafeMutablePointer<addrinfo>?
        let code = getaddrinfo(String(host), String(address[address.index(after: colon)...]), &hints, &list)
        guard code == 0, list != nil else {
            throw DaemonError("\(address): \(String(cString: gai_strerror(code)))")
        }
        defer { freeaddrinfo(list) }
        descriptor = try Self.connection(address, list, deadline)
    }

    /// To the first address that answers: a name may have several, and localhost an IPv6 one on which nobody listens.
    static func connection(
        _ address: String, _ list: UnsafeMutablePointer<addrinfo>?, _ deadline: ContinuousClock.Instant
    ) throws(DaemonError) -> Int32 {
        var (entries, next) = ([addrinfo](), list)
        while let entry = next?.pointee {
            entries.append(entry)
            next = entry.ai_next
        }
        var reason = "no address"
        for (index, entry) in entries.enumerated() {
            // One that is silent leaves their share to those after it.
            let time = (deadline - .now) / (entries.count - index)
            switch connection(entry, until: .now + time) {
            case .success(let descriptor): return descriptor
            case .failure(let error): reason = error.message
            }
        }
        throw DaemonError("\(address): \(reason)")
    }

    private static func connection(
        _ entry: addrinfo, until deadline: ContinuousClock.Instant
    ) -> Result<Int32, DaemonError> {
        let descriptor = socket(
            entry.ai_family, entry.ai_socktype | Int32(SOCK_CLOEXEC.rawValue | SOCK_NONBLOCK.rawValue), 0)
        guard descriptor >= 0 else { return .failure(DaemonError(errnoText(errno))) }
        var (error, length) = (Int32(0), socklen_t(MemoryLayout<Int32>.size))
        if connect(descriptor, entry.ai_addr, entry.ai_addrlen) != 0 { error = errno }
        if error == EINPROGRESS, wait(descriptor, for: POLLOUT, until: deadline) {
            getsockopt(descriptor, SOL_SOCKET, SO_ERROR, &error, &length)
        }
        guard error != 0 else { return .success(descriptor) }
        close(descriptor)
        return .failure(DaemonError(error == EINPROGRESS ? "no answer in time" : errnoText(error)))
    }

    deinit { close(descriptor) }

    func send(_ text: String) throws(DaemonError) {
        var rest = Array(text.utf8)[...]
        while !rest.isEmpty {
            guard wait(for: POLLOUT) else { throw DaemonError("no answer in time") }
            let count = rest.withUnsafeBytes { Glibc.send(descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL)) }
            guard count > 0 else { throw DaemonError(errnoText(errno)) }
            rest = rest.dropFirst(count)
        }
    }

    /// What comes until `isEnough`, the end, the limit or the time.
    func receive(limit: Int = 1 << 20, until isEnough: ([UInt8]) -> Bool = { _ in false }) -> [UInt8] {
        var (bytes, buffer) = ([UInt8](), [UInt8](repeating: 0, count: 65536))
        while bytes.count < limit, !isEnough(bytes), wait(for: POLLIN) {
            let count = recv(descriptor, &buffer, min(buffer.count, limit - bytes.count), 0)
            guard count > 0 else { break }
            bytes += buffer[..<count]
        }
        return bytes
    }

    private func wait(for events: Int32) -> Bool { Self.wait(descriptor, for: events, until: deadline) }

    private static func wait(_ descriptor: Int32, for events: Int32, until deadline: ContinuousClock.Instant) -> Bool {
        let left = (deadline - .now).nanoseconds / 1_000_000
        var ready = pollfd(fd: descriptor, events: Int16(events), revents: 0)
        return left > 0 && poll(&ready, 1, Int32(min(left, 60_000))) == 1
    }
}
