import PeerObserver
import Synchronization

/// Calls the node's RPCs.
final class RPCClient: Sendable {
    private let transport: HTTPTransport
    private let credentials: RPCCredentials

    init(_ settings: HTTPTransport.Settings, _ credentials: CredentialSource) {
        transport = HTTPTransport(settings)
        self.credentials = RPCCredentials(credentials)
    }

    /// The answer's bytes, and where in them the result is.
    /// - Parameter parameters: a JSON array.
    func call(_ method: String, _ parameters: String) async throws(RPCError) -> RPCAnswer {
        // The old version of JSON-RPC: every node, whatever its age and make, knows it.
        let body = #"{"jsonrpc":"1.0","id":"peer-observer","method":"\#(method)","params":\#(parameters)}"#
        let pair = try credentials.current()
        let answer = try await transport.post(body, user: pair.user, password: pair.password).get()
        guard answer.status == 401, let other = try credentials.another(than: pair) else {
            return try RPCAnswer(answer)
        }
        return try RPCAnswer(try await transport.post(body, user: other.user, password: other.password).get())
    }

    var connectionsOpened: Int { transport.connectionsOpened.load(ordering: .relaxed) }

    func stop() { transport.stop() }

    deinit { stop() }
}
