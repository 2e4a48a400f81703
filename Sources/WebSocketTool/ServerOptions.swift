import ArgumentParser
import Daemon

/// Who may connect, and how.
struct AccessOptions: ParsableArguments {
    @Option(
        name: [.customShort("w"), .customLong("websocket-address")],
        help: "Where to listen, for websockets, pages and metrics.")
    var address = ListenAddress(host: "127.0.0.1", port: 47482)

    @Option(
        help:
            "Origin of pages elsewhere that may connect, such as https://observer.example, or * for all; may be given several times."
    )
    var allowOrigin: [String] = []

    @Option(help: "File with a token that every client has to show.")
    var tokenFile: String?

    @Option(help: "File with the TLS certificates to show; needs --tls-key.")
    var tlsCert: String?

    @Option(help: "File with the key of the TLS certificate.")
    var tlsKey: String?

    func handshake() throws(DaemonError) -> Handshake {
        var handshake = Handshake(origins: Set(allowOrigin.map { $0.lowercased() }))
        for origin in handshake.origins where origin != "*" && (!origin.contains("://") || origin.hasSuffix("/")) {
            throw DaemonError("'\(origin)' is no origin", hint: "scheme and host, as in https://observer.example")
        }
        if let tokenFile {
            let token = try SecretFile.read(tokenFile, "the token")
            guard Handshake.isUsable(token: token) else {
                throw DaemonError(
                    "the token in \(tokenFile) cannot be used", hint: "8 to 256 letters, digits, and any of ._~-")
            }
            handshake.token = token
        }
        return handshake
    }

    func tls() throws(DaemonError) -> ServerTLS? {
        switch (tlsCert, tlsKey) {
        case (let certificate?, let key?): return try ServerTLS(certificate: certificate, key: key)
        case (nil, nil): return nil
        default: throw DaemonError("--tls-cert and --tls-key belong together", hint: "give both")
        }
    }
}

/// Which pages are served.
struct PageOptions: ParsableArguments {
    @Option(help: "File with the servers that the pages offer, name to URL; without it, they offer this one.")
    var websocketsJson: String?

    @Option(help: "Directory to serve pages from, instead of those in the program.")
    var pages: String?
}

/// What clients may use up.
struct LimitOptions: ParsableArguments {
    @Option(help: "Most clients at once.")
    var maxClients = 250

    @Option(help: "Bytes of events that may wait for a slow client; then it loses the oldest.")
    var queueBytes = 1 << 20

    @Option(help: "Events that may wait for a slow client.")
    var queueEvents = 10_000

    @Option(help: "Past events of each kind to keep for clients that ask for them.")
    var backlogEvents = 1000

    @Option(help: "Bytes of each kind's past events.")
    var backlogBytes = 4 << 20

    @Option(help: "Seconds of a client's silence after which it is sent a ping.")
    var pingInterval = 20.0

    @Option(help: "Seconds of a client's silence after which its connection is closed.")
    var idleTimeout = 60.0

    func validate() throws {
        for (name, value) in [
            ("--max-clients", maxClients), ("--queue-bytes", queueBytes), ("--queue-events", queueEvents),
        ]
        where value < 1 {
            throw ValidationError("\(name) must be 1 or more")
        }
        for (name, value) in [("--backlog-events", backlogEvents), ("--backlog-bytes", backlogBytes)]
        where value < 0 || value > 1 << 40 {
            throw ValidationError("\(name) must be 0 or more")
        }
        for (name, value) in [("--ping-interval", pingInterval), ("--idle-timeout", idleTimeout)]
        where !(0.1...86_400 ~= value) {
            throw ValidationError("\(name) must be between 0.1 and 86400 seconds")
        }
    }

    var limits: ClientLimits {
        var limits = ClientLimits()
        limits.clients = maxClients
        limits.queueBytes = queueBytes
        limits.queueEvents = queueEvents
        limits.backlogEvents = backlogEvents
        limits.backlogBytes = backlogBytes
        limits.pingInterval = .seconds(pingInterval)
        limits.idleTimeout = .seconds(idleTimeout)
        return limits
    }
}
