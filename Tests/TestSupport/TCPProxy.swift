import Dispatch
import Glibc
import Synchronization

/// A TCP connection's bad neighbourhood: passes bytes on until a test has it stall or cut connections.
public final class TCPProxy: Sendable {
    private enum Mode { case passing, stalled, refusing }
    private struct State {
        var mode = Mode.passing
        var open: Set<Int32> = []
        var stopped = false
    }

    public let port: Int
    private let target: Int
    private let listening: Int32
    private let state = Mutex(State())

    /// Passes what comes on its own port to `target` on the loopback.
    public init(to target: Int) throws {
        self.target = target
        (listening, port) = try LoopbackSocket.listen()
        DispatchQueue(label: "proxy").async { [self] in acceptLoop() }
    }

    public var address: String { "127.0.0.1:\(port)" }

    /// Passes nothing on until `resume`, but keeps connections and takes new ones, like a stopped server.
    public func stall() { state.withLock { $0.mode = .stalled } }

    /// Passes everything on again.
    public func resume() { state.withLock { $0.mode = .passing } }

    /// Resets every connection and ends new ones at once, until `resume`.
    public func refuse() {
        state.withLock { $0.mode = .refusing }
        cut()
    }

    /// Resets every connection; what has not been passed on is gone.
    public func cut() {
        state.withLock { state in
            for descriptor in state.open {
                var reset = linger(l_onoff: 1, l_linger: 0)
                setsockopt(descriptor, SOL_SOCKET, SO_LINGER, &reset, socklen_t(MemoryLayout<linger>.size))
                shutdown(descriptor, Int32(SHUT_RDWR))
            }
        }
    }

    public func stop() {
        state.withLock { state in
            state.stopped = true
            state.mode = .refusing
        }
        cut()
        shutdown(listening, Int32(SHUT_RDWR))
    }

    private func acceptLoop() {
        while let client = LoopbackSocket.accept(from: listening) {
            guard !state.withLock({ $0.stopped }) else {
                close(client)
                break
            }
            guard state.withLock({ $0.mode }) != .refusing, let server = try? LoopbackSocket.connect(port: target)
            else {
                close(client)
                continue
            }
            // Small buffers, so that a stall is felt after a moment's traffic.
            var size: Int32 = 1 << 16
            for (descriptor, option) in [(client, SO_RCVBUF), (server, SO_SNDBUF)] {
                setsockopt(descriptor, SOL_SOCKET, option, &size, 4)
            }
            state.withLock { $0.open.formUnion([client, server]) }
            let finished = DispatchGroup()
            for (from, to) in [(client, server), (server, client)] {
                DispatchQueue(label: "proxy pump").async(group: finished) { [self] in pump(from, to) }
            }
            finished.notify(queue: DispatchQueue(label: "proxy end")) { [self] in
                state.withLock { state in
                    state.open.subtract([client, server])
                    close(client)
                    close(server)
                }
            }
        }
        close(listening)
    }

    private func pump(_ from: Int32, _ to: Int32) {
        while waitUntilPassing(from) {
            let bytes = LoopbackSocket.receive(from: from, atMost: 1 << 14)
            // What was read before a stall is passed on after it; so a stall never loses or reorders.
            guard !bytes.isEmpty, waitUntilPassing(from), LoopbackSocket.send(bytes, to: to) else { break }
        }
        shutdown(from, Int32(SHUT_RDWR))
        shutdown(to, Int32(SHUT_RDWR))
    }

    /// False when the connection ended meanwhile.
    private func waitUntilPassing(_ descriptor: Int32) -> Bool {
        while true {
            switch state.withLock({ $0.mode }) {
            case .passing: return true
            case .refusing: return false
            case .stalled:
                var watched = pollfd(fd: descriptor, events: 0, revents: 0)
                if poll(&watched, 1, 5) > 0 { return false }
            }
        }
    }
}
