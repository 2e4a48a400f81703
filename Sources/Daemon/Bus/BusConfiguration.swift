/// How to reach and use the NATS server.
public struct BusConfiguration: Sendable {
    /// `host:port`, or a URL, or several of either with commas between them.
    public var address: String
    /// What the server's monitoring shows as this client: `program@node`.
    public var clientName: String
    public var credentials: BusCredentials
    public var tls: BusTLS?
    /// Whether it may subscribe.
    public var receives = false
    /// Bytes of events kept while there is no connection.
    public var backlogBytes = 64 << 20
    /// How long a stalled server may hold up one write before the connection counts as broken.
    ///
    /// Covers one whole write, so it must exceed the time that the largest payload takes on the link.
    public var writeDeadline: Duration = .seconds(2)
    /// How long one attempt to connect may take.
    public var connectTimeout: Duration = .seconds(2)
    public var reconnectWait: Duration = .milliseconds(500)
    /// Pause between fences while anything is outstanding.
    public var fenceInterval: Duration = .milliseconds(50)
    /// How long stopping may take to deliver and confirm what is left.
    public var drainTimeout: Duration = .seconds(5)

    public init(address: String, clientName: String, credentials: BusCredentials = .none, tls: BusTLS? = nil) {
        self.address = address
        self.clientName = clientName
        self.credentials = credentials
        self.tls = tls
    }
}

/// How the client proves who it is.
public enum BusCredentials: Sendable, Equatable {
    case none
    case password(user: String, password: String)
    case token(String)
    /// `path` names a file with an nkey seed; the server is sent `publicKey`.
    case nkey(publicKey: String, path: String)
    /// A file with a JWT and an nkey seed.
    case file(path: String)

    /// Whether the server is sent a signature.
    var isSigned: Bool {
        switch self {
        case .nkey, .file: true
        case .none, .password, .token: false
        }
    }
}

/// TLS, with paths of PEM files.
public struct BusTLS: Sendable, Equatable {
    public var authority: String?
    public var certificate: String?
    public var key: String?

    public init(authority: String? = nil, certificate: String? = nil, key: String? = nil) {
        self.authority = authority
        self.certificate = certificate
        self.key = key
    }
}
