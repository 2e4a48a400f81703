import Daemon
import Dispatch
import Logging
import NIOCore
import NIOPosix
import PeerObserver
import Synchronization

/// Tries announced addresses until it is asked to stop.
struct ConnectivityCheck {
    let options: ConnectivityOptions
    /// Whose results they are published as.
    let node: NodeName?
    let exits: TorExits
    let metrics: ConnectivityMetrics

    /// What may wait per subject; a block's message takes 4 MB.
    private static let pendingBytes = 32 << 20
    /// How long attempts that have begun may go on when the program is asked to stop.
    static let patience: Duration = .seconds(3)

    func run(_ daemon: Daemon) async throws {
        let settings = try await settings(daemon.logger)
        let csv = try options.csv.map { settings throws(DaemonError) in
            try CSVWriter(settings, counts: metrics.csv, logger: daemon.logger)
        }
        let publisher = EventPublisher(bus: daemon.bus, node: node)
        publisher.register(in: daemon.metrics)
        // One thread does it all: it hardly ever computes.
        let threads = MultiThreadedEventLoopGroup(numberOfThreads: 1)
        let inbox = Inbox(loop: threads.next(), limit: settings.scheduler.mostWaiting, metrics: metrics)
        let output = ResultOutput(metrics: metrics, csv: csv, publisher: publisher)
        do {
            try await inbox.start(settings, output: output)
            let intake = AddressIntake(
                filter: settings.filter, exits: exits, metrics: metrics, accept: { inbox.accept($0) })
            try daemon.bus.subscribe(to: [Subject.netmsg.name], pendingBytes: Self.pendingBytes, handler: intake)
            daemon.logger.info(
                "trying announced addresses", metadata: ["network": "\(options.network.network.name)"])
            await withTaskGroup(of: Void.self) { group in
                group.addTask { try? await daemon.untilShutdown() }
                group.addTask { await every(.seconds(1)) { tick(csv, daemon.logger) } }
                group.addTask { await every(.seconds(60)) { try? settings.filter.own.read() } }
                await group.next()
                group.cancelAll()
            }
            await inbox.stop(within: Self.patience)
        } catch {
            await inbox.stop(within: .zero)
            await end(csv, threads)
            throw error
        }
        await end(csv, threads)
    }

    private func end(_ csv: CSVWriter?, _ threads: MultiThreadedEventLoopGroup) async {
        await offThread { csv?.close() }
        try? await threads.shutdownGracefully()
    }

    private func tick(_ csv: CSVWriter?, _ logger: Logger) {
        csv?.flush()
        exits.reread(logger: logger)
        metrics.timePassed()
    }

    private func settings(_ logger: Logger) async throws(DaemonError) -> CheckerSettings {
        var settings = options.settings
        let limit = OpenFiles.raiseLimit()
        // The rest is for NATS, the HTTP server, the CSV file and what libraries keep.
        let most = max(1, limit - 200)
        if settings.scheduler.mostAttempts > most {
            logger.warning(
                "the limit of open files allows fewer attempts at a time than asked for",
                metadata: ["limit": "\(limit)", "attempts": "\(most)"])
            settings.scheduler.mostAttempts = most
        }
        for proxy in options.proxy {
            let address = try await proxy.resolved()
            for network in proxy.networks { settings.dialler.proxies[network] = address }
        }
        settings.filter.proxied = Set(settings.dialler.proxies.keys)
        do {
            try settings.filter.own.read()
        } catch {
            logger.warning(
                "this host's own addresses are not known, and so are not left out", metadata: ["error": "\(error)"])
        }
        return settings
    }
}

/// What attempts are made, and how.
struct CheckerSettings: Sendable {
    var filter = AddressFilter()
    var scheduler = Scheduler.Settings()
    var dialler = Dialler.Settings()
}

/// Where results go.
struct ResultOutput: Sendable {
    let metrics: ConnectivityMetrics
    let csv: CSVWriter?
    private let publisher: EventPublisher
    private let channel: EventPublisher.Channel

    init(metrics: ConnectivityMetrics, csv: CSVWriter?, publisher: EventPublisher) {
        self.metrics = metrics
        self.csv = csv
        self.publisher = publisher
        channel = publisher.channel(.connectivityResult)
    }

    func emit(_ result: CheckResult) {
        metrics.count(result)
        csv?.append(result)
        publisher.publish(
            .connectivityCheck(ConnectivityEvent(event: .result(result.event))), on: channel,
            sourceTime: result.moment.unix)
    }
}

/// Calls `action` again and again, until the task is cancelled.
private func every(_ interval: Duration, _ action: () -> Void) async {
    while !Task.isCancelled {
        try? await Task.sleep(for: interval)
        guard !Task.isCancelled else { return }
        action()
    }
}
