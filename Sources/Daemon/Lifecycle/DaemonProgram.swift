import Dispatch
import Logging
import ServiceLifecycle
import Synchronization

/// A daemon as one service: makes what its body needs, runs it, and takes everything down again in order.
final class DaemonProgram: Service {
    private let options: CommonOptions
    private let name: String
    private let role: DaemonRole
    private let listen: ListenAddress?
    private let routes: [HTTPRoute]
    private let http: HTTPExtension
    private let addMetrics: @Sendable (MetricsRegistry) -> Void
    private let logger: Logger
    private let body: @Sendable (Daemon) async throws -> Void
    /// What ended the program, if not a signal or its own end.
    let failure = Mutex<(any Error)?>(nil)

    init(
        options: CommonOptions, name: String, role: DaemonRole, listen: ListenAddress?, routes: [HTTPRoute],
        http: HTTPExtension, metrics: @escaping @Sendable (MetricsRegistry) -> Void,
        logger: Logger, body: @escaping @Sendable (Daemon) async throws -> Void
    ) {
        self.options = options
        self.name = name
        self.role = role
        self.listen = listen
        self.routes = routes
        self.http = http
        addMetrics = metrics
        self.logger = logger
        self.body = body
    }

    func run() async throws {
        do {
            var (configuration, warnings) = try BusConfiguration.from(options, program: name)
            configuration.receives = role != .publisher
            for warning in warnings { logger.warning("\(warning)") }
            let logger = logger
            let bus = try await offThread { [configuration] () throws(DaemonError) in
                try NATSBus(configuration, logger: logger)
            }
            do {
                try await serve(bus)
            } catch {
                note(error)
            }
            await offThread { bus.stop() }
            report(bus)
        } catch {
            note(error)
        }
    }

    private func serve(_ bus: NATSBus) async throws {
        let metrics = MetricsRegistry(program: name)
        metrics.addProcessMetrics(version: daemonVersion)
        switch role {
        case .publisher: metrics.addPublishMetrics { bus.published }
        case .subscriber: metrics.addDeliveryMetrics { bus.delivered }
        case .both:
            metrics.addDeliveryMetrics { bus.delivered }
            metrics.addPublishMetrics(as: "published_") { bus.published }
        }
        addMetrics(metrics)
        var server: HTTPServer?
        if let listen {
            let standard = HTTPRoute.standard(
                program: name, metrics: metrics, pages: routes.map(\.path), ready: { bus.isConnected })
            server = try await HTTPServer.start(on: listen, routes: routes + standard, more: http, logger: logger)
        }
        let daemon = Daemon(bus: bus, metrics: metrics, logger: logger, server: server)
        let manager = ServiceManager()
        manager?.tell("READY=1")
        let result: Result<Void, any Error>
        do {
            result = .success(try await runBody(daemon, manager))
        } catch {
            result = .failure(error)
        }
        manager?.tell("STOPPING=1")
        await server?.stop()
        try result.get()
    }

    /// Ends with the body, or with the bus if that ends for good first.
    private func runBody(_ daemon: Daemon, _ manager: ServiceManager?) async throws {
        try await withThrowingTaskGroup(of: Bool.self) { group in
            group.addTask { [body] in
                try await body(daemon)
                return true
            }
            group.addTask {
                if let error = await daemon.bus.untilFailure() { throw error }
                return false
            }
            if let manager {
                group.addTask {
                    await manager.watch(daemon)
                    return false
                }
            }
            while let isBody = try await group.next(), !isBody {}
            group.cancelAll()
        }
    }

    private func note(_ error: any Error) {
        guard !(error is CancellationError) else { return }
        failure.withLock { $0 = $0 ?? error }
    }

    private func report(_ bus: NATSBus) {
        let ledger = bus.published
        guard ledger.seen > 0 else { return logger.info("stopped") }
        logger.info(
            "stopped",
            metadata: [
                "seen": "\(ledger.seen)", "confirmed": "\(ledger.confirmed)", "lost": "\(ledger.lost.total)",
                "in_doubt": "\(ledger.inDoubt)",
            ])
    }
}
