public import ArgumentParser

/// The options that every daemon takes.
public struct CommonOptions: ParsableArguments, Sendable {
    @Option(name: [.customShort("a"), .long], help: "Where the NATS server listens.")
    public var natsAddress = "127.0.0.1:4222"

    @Option(name: [.customShort("u"), .long], help: "User name for NATS; needs a password or a password file.")
    public var natsUsername: String?

    @Option(name: [.customShort("p"), .long], help: "Password for NATS. Everybody on the machine can read it here.")
    public var natsPassword: String?

    @Option(name: [.customShort("f"), .long], help: "File with the password for NATS.")
    public var natsPasswordFile: String?

    @Option(help: "File with a token for NATS.")
    public var natsTokenFile: String?

    @Option(help: "File with an nkey seed for NATS.")
    public var natsNkeyFile: String?

    @Option(help: "Credentials file for NATS, with a JWT and an nkey seed.")
    public var natsCredentialsFile: String?

    @Option(help: "File with the certificates of the authorities that may sign for the NATS server; turns on TLS.")
    public var natsTlsCa: String?

    @Option(help: "File with this client's TLS certificate.")
    public var natsTlsCert: String?

    @Option(help: "File with the key of this client's TLS certificate.")
    public var natsTlsKey: String?

    @Option(help: "This node's name in a fleet: an extractor's events go to node.NAME.<subject>.")
    public var node: NodeName?

    @Option(
        name: [.customShort("l"), .long], help: "How much to tell on stderr: TRACE, DEBUG, INFO, WARN, ERROR or OFF.")
    public var logLevel = LogLevel.info

    public init() {}
}

/// The option of a daemon that shows its metrics only where it is asked to.
public struct PrometheusOptions: ParsableArguments, Sendable {
    @Option(help: "Address to serve metrics on, such as 127.0.0.1:8286; without it there is no HTTP server.")
    public var prometheusAddress: ListenAddress?

    public init() {}
}
