import Daemon
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

    private func read() throws(RPCError) -> Pair {
        guard case .cookieFile(let path) = source else { throw .unauthorized }
        let pair: Pair
        do throws(DaemonError) {
            let text = try SecretFile.read(path, "the node's cookie")
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
