public import Logging
import ServiceLifecycle

/// What a daemon's body is given.
public struct Daemon: Sendable {
    public let bus: NATSBus
    public let metrics: MetricsRegistry
    public let logger: Logger
    /// The HTTP server, where the daemon has one.
    public let server: HTTPServer?
    /// The loops that the service manager's watchdog goes by.
    public let heartbeats = Heartbeats()

    /// Returns when the program has been asked to stop; the body then finishes what it has begun and returns.
    public func untilShutdown() async throws {
        try await gracefulShutdown()
    }
}

/// What this version of the programs calls itself.
public let daemonVersion = "0.1.0"
