/// How an attempt ended; the raw value is the `outcome` label and the event's `failure`.
enum Outcome: String, CaseIterable, Sendable {
    /// A version message of the right network came.
    case success
    case refused
    /// No route, or the proxy says that the host cannot be reached.
    case unreachable
    case connectTimeout = "connect_timeout"
    /// The operating system reports another error.
    case connectError = "connect_error"
    /// The other side closed or reset the connection before its version had come.
    case closed
    case handshakeTimeout = "handshake_timeout"
    /// It speaks for another Bitcoin network.
    case wrongNetwork = "wrong_network"
    /// Its first bytes belong to no Bitcoin network.
    case notBitcoin = "not_bitcoin"
    /// Its first message is no `version`.
    case noVersion = "no_version"
    /// A message that is too long, damaged, or no version inside.
    case invalidMessage = "invalid_message"
    /// Its version carries a nonce of ours: what we sent came back.
    case selfConnection = "self_connection"

    // These say nothing of the address.
    /// The proxy cannot be connected to.
    case proxyUnreachable = "proxy_unreachable"
    /// The proxy speaks no SOCKS5, wants a password or refuses its service.
    case proxyRefused = "proxy_refused"
    /// This machine is out of sockets, ports or memory.
    case localError = "local_error"
    case shutdown

    /// Why there is no result; nil where there is one.
    var drop: DropReason? {
        switch self {
        case .proxyUnreachable, .proxyRefused: .proxyFailed
        case .localError: .localError
        case .shutdown: .shutdown
        default: nil
        }
    }

    /// Whether it says something of the address.
    var isResult: Bool { drop == nil }

    /// Its place among all of them.
    var index: Int { Self.indexes[self] ?? 0 }

    private static let indexes = Dictionary(uniqueKeysWithValues: allCases.enumerated().map { ($1, $0) })
}
