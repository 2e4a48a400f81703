import Glibc

/// A NATS server of a test's own on a free port of the loopback.
public final class NATSServer: Sendable {
    public let port: Int
    public let directory: TemporaryDirectory
    private let configuration: String
    private let process: Slot<ChildProcess>

    /// Where the server's binary is; nil when there is none on this machine.
    public static var binary: String? {
        if let given = getenv("NATS_SERVER_BINARY") { return String(cString: given) }
        return ["/usr/sbin/nats-server", "/usr/bin/nats-server", "/usr/local/bin/nats-server"].first { access($0, X_OK) == 0 }
    }

    /// Starts a server; `configuration` is in the server's own language.
    public init(configuration: String = "") throws {
        port = try freePort()
        directory = try TemporaryDirectory()
        self.configuration = configuration
        process = Slot(try Self.start(port, configuration, directory))
    }

    public var address: String { "127.0.0.1:\(port)" }

    public func pause() { process.value.signal(SIGSTOP) }

    public func resume() { process.value.signal(SIGCONT) }

    /// Ends it the hard way.
    public func kill() { process.value.stop() }

    /// Starts it again on the same port, with another configuration where one is given.
    public func restart(configuration: String? = nil) throws {
        process.value.stop()
        process.value = try Self.start(port, configuration ?? self.configuration, directory)
    }

    public func stop() { process.value.stop() }

    private static func start(_ port: Int, _ configuration: String, _ directory: TemporaryDirectory) throws -> ChildProcess {
        guard let binary else { throw TestError("no nats-server here; NATS_SERVER_BINARY may name one") }
        let file = try directory.write(configuration, to: "nats.conf")
        let process = try ChildProcess(binary, ["-a", "127.0.0.1", "-p", "\(port)", "-c", file])
        try process.line(containing: "Server is ready")
        return process
    }
}
