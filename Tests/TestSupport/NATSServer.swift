import Dispatch
import Glibc

/// A NATS server of a test's own on a free port of the loopback.
public final class NATSServer: Sendable {
    public let port: Int
    private let monitorPort: Int
    public let directory: TemporaryDirectory
    private let configuration: String
    private let process: Slot<ChildProcess>

    /// Where the server's binary is; nil when there is none on this machine.
    public static var binary: String? {
        if let given = getenv("NATS_SERVER_BINARY") { return String(cString: given) }
        return ["/usr/sbin/nats-server", "/usr/bin/nats-server", "/usr/local/bin/nats-server"].first {
            access($0, X_OK) == 0
        }
    }

    /// Starts a server, on a free port unless one is given; `configuration` is in the server's own language.
    public init(configuration: String = "", port: Int? = nil) throws {
        self.port = try port ?? freePort()
        monitorPort = try freePort()
        directory = try TemporaryDirectory()
        self.configuration = configuration
        process = Slot(try Self.start([self.port, monitorPort], configuration, directory))
    }

    public var address: String { "127.0.0.1:\(port)" }

    /// Stops it, as if it hung; returns when it stands still.
    public func pause() { process.value.pause() }

    public func resume() { process.value.signal(SIGCONT) }

    /// Ends it the hard way.
    public func kill() { process.value.stop() }

    /// Starts it again on the same port, with another configuration where one is given.
    public func restart(configuration: String? = nil) throws {
        process.value.stop()
        process.value = try Self.start([port, monitorPort], configuration ?? self.configuration, directory)
    }

    /// Returns when the server has no more than `count` clients, having read all that the others sent.
    public func waitForClients(_ count: Int) throws {
        let (deadline, pause) = (ContinuousClock.now + .seconds(20), DispatchSemaphore(value: 0))
        while try clients() > count {
            guard ContinuousClock.now < deadline else { throw TestError("\(try clients()) clients, expected \(count)") }
            _ = pause.wait(timeout: .now() + 0.01)
        }
    }

    private func clients() throws -> Int {
        let answer = try httpRequest("GET /varz HTTP/1.0\r\n\r\n", port: monitorPort)
        let lines = answer.split(whereSeparator: \.isNewline)
        guard let line = lines.first(where: { $0.contains("\"connections\":") }),
            let number = line.split(whereSeparator: { !$0.isNumber }).first.flatMap({ Int($0) })
        else { throw TestError("the server's monitoring does not tell its connections") }
        return number
    }

    public func stop() { process.value.stop() }

    private static func start(
        _ ports: [Int], _ configuration: String, _ directory: TemporaryDirectory
    ) throws -> ChildProcess {
        guard let binary else { throw TestError("no nats-server here; NATS_SERVER_BINARY may name one") }
        let file = try directory.write(configuration, to: "nats.conf")
        let process = try ChildProcess(
            binary, ["-a", "127.0.0.1", "-p", "\(ports[0])", "-m", "\(ports[1])", "-c", file])
        try process.line(containing: "Server is ready")
        return process
    }
}
