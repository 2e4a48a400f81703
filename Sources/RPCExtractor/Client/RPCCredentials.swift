import Daemon
import Glibc
import Synchronization

/// How the node is told who asks.
enum CredentialSource: Equatable, Sendable {
    case password(user: String, password: String)
    /// The node writes a new one at each start.
    case cookieFile(String)
}

/// User name and password; a cookie is read when it is first needed, and again after the node has refused it.
final class RPCCredentials: Sendable {
    struct Pair: Equatable, Sendable {
        let user: String
        let password: String
    }

    private let source: CredentialSource
    private let known: Mutex<Pair?>

    init(_ source: CredentialSource) {
        self.source = source
        if case .password(let user, let password) = source {
            known = Mutex(Pair(user: user, password: password))
        } else {
            known = Mutex(nil)
        }
    }

    func current() throws(RPCError) -> Pair {
        if let pair = known.withLock({ $0 }) { return pair }
        return try read()
    }

    /// What to try after `refused`; nil where there is nothing else.
    func another(than refused: Pair) throws(RPCError) -> Pair? {
        guard case .cookieFile = source else { return nil }
        let pair = try read()
        return pair == refused ? nil : pair
    }

    /// Whose the cookie has to be where `peer-observer up` has the path from a process: who owns its folder can let it lead anywhere.
    private static let owner = getenv("PEER_OBSERVER_NODE_OWNER").flatMap { uid_t(String(cString: $0)) }

    private static func cookie(_ path: String) throws(DaemonError) -> String {
        let what = "the node's cookie"
        guard let owner else { return try SecretFile.read(path, what) }
        let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
        guard descriptor >= 0 else { throw DaemonError("cannot read \(what) from \(path): \(errnoText(errno))") }
        defer { close(descriptor) }
        var status = stat()
        guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG, status.st_uid == owner else {
            throw DaemonError("\(path) belongs to another user, not to the node's")
        }
        return try SecretFile.read("/proc/self/fd/\(descriptor)", what)
    }

    private func read() throws(RPCError) -> Pair {
        guard case .cookieFile(let path) = source else { throw .unauthorized }
        let pair: Pair
        do throws(DaemonError) {
            let text = try Self.cookie(path)
            guard let colon = text.firstIndex(of: ":") else {
                throw DaemonError("\(path) should hold the node's cookie, user:password")
            }
            pair = Pair(user: String(text[..<colon]), password: String(text[text.index(after: colon)...]))
        } catch {
            // It may be there when the node has started.
            known.withLock { $0 = nil }
            throw .credentials("\(error)")
        }
        known.withLock { $0 = pair }
        return pair
    }
}
