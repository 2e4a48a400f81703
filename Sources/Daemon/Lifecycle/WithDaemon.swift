import ArgumentParser
import Glibc
import Logging
import ServiceLifecycle
import Synchronization

/// Runs a program: logging, the bus, the HTTP server, signals, draining, exit code.
///
/// SIGTERM and SIGINT ask `body` to stop (`Daemon.untilShutdown` returns); when it has returned, or thrown, what it
/// published is confirmed and what has arrived is delivered. An error ends the program with one line on stderr and
/// exit code 1. A second signal ends it at once.
/// - Parameters:
///   - name: The program's name, as it is started.
///   - role: Which counts of events `/metrics` shows.
///   - listen: Where to serve `/metrics`; nil for no HTTP server.
///   - routes: Further pages, listed on the landing page.
///   - http: What the HTTP server does beyond that.
///   - metrics: Adds the program's own metrics, before the first scrape can come.
public func withDaemon(
    _ options: CommonOptions, name: String, role: DaemonRole, listen: ListenAddress? = nil, routes: [HTTPRoute] = [],
    http: HTTPExtension = HTTPExtension(), metrics: @escaping @Sendable (MetricsRegistry) -> Void = { _ in },
    body: @escaping @Sendable (Daemon) async throws -> Void
) async throws {
    let logger = standardLogger(options, name)
    let program = DaemonProgram(
        options: options, name: name, role: role, listen: listen, routes: routes, http: http,
        metrics: metrics, logger: logger, body: body)
    try await runService(program, name: name) { program.failure.withLock { $0 } }
}

/// Which of the events' fates a program counts.
public enum DaemonRole: Sendable {
    case publisher
    case subscriber
    /// Subscribes to events and publishes others, which are counted as `_published_events_…`. Few: the client library does not
    /// bound what waits to be written where it is read in bursts (ADR 6), only the pings do that end a stalled connection.
    case both
}

/// Writes to stderr, as much as the options ask for.
func standardLogger(_ options: CommonOptions, _ name: String) -> Logger {
    Logger(label: name) { _ -> any LogHandler in
        guard let level = options.logLevel.level else { return SwiftLogNoOpLogHandler() }
        return StandardErrorLog(level: level)
    }
}

/// Runs the program beside the signals until it ends; throws the exit code where `failure` tells why it did.
func runService(_ program: any Service, name: String, failure: () -> (any Error)?) async throws {
    let quiet = Logger(label: name) { _ in SwiftLogNoOpLogHandler() }
    let services: [(any Service, String)] = [(program, name), (StopSignals(), "signals")]
    var group = ServiceGroupConfiguration(
        services: services.map { service, name in
            .init(
                service: service, successTerminationBehavior: .gracefullyShutdownGroup,
                failureTerminationBehavior: .gracefullyShutdownGroup, serviceName: name)
        }, logger: quiet)
    group.maximumGracefulShutdownDuration = Duration.seconds(20)
    do {
        try await ServiceGroup(configuration: group).run()
    } catch {
        if failure() == nil, !(error is CancellationError) { throw fail(error) }
    }
    if let ended = failure() { throw fail(ended) }
}

private func fail(_ error: any Error) -> ExitCode {
    let line = Array("error: \(LogText.printable("\(error)"))\n".utf8)
    _ = write(STDERR_FILENO, line, line.count)
    return ExitCode.failure
}
