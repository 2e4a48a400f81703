import ArgumentParser
import Daemon
import Logging
import PeerObserver

@main
struct AlertsCommand: DaemonCommand {
    static let configuration = CommandConfiguration(
        commandName: "alerts", abstract: "Finds anomalies and attacks in a node's events, and tells of them.",
        version: daemonVersion)

    @OptionGroup var common: CommonOptions
    @OptionGroup var upstream: UpstreamOptions
    @OptionGroup var detectors: DetectorOptions
    @OptionGroup var outputs: OutputOptions
    @OptionGroup var prometheus: PrometheusOptions

    func run() async throws {
        let started = StartedOutputs()
        do {
            try await run(started)
        } catch {
            await started.finish()
            throw error
        }
        // The bus is gone by then, and has delivered what had arrived: nothing can come any more.
        await started.finish()
    }

    private func run(_ started: StartedOutputs) async throws {
        let settings = detectors.settings(upstream)
        try await withDaemon(common, name: "alerts", role: .both, listen: prometheus.prometheusAddress) { daemon in
            let bus = BusOutput(daemon.bus)
            let slow = try outputs.make(daemon.logger)
            started.set(slow)
            let all: [any AlertOutput] = [LogOutput(logger: daemon.logger), bus] + slow.all
            let silenced = outputs.silences.map { SilencedOutputs($0, outputs: all) }
            try silenced?.read(daemon.logger)
            let tool = AlertsTool(settings, outputs: silenced.map { [$0] } ?? all, logger: daemon.logger)
            tool.register(in: daemon.metrics)
            bus.register(in: daemon.metrics)
            slow.register(in: daemon.metrics)
            silenced?.register(in: daemon.metrics)
            let patterns = Subject.patterns(AlertsTool.subjects + detectors.watchedSubjects)
            try daemon.bus.subscribe(to: patterns, pendingBytes: Self.pendingBytes, handler: tool)
            daemon.logger.info("subscribed", metadata: ["subjects": "\(patterns.count)"])
            await withTaskGroup(of: Void.self) { group in
                group.addTask { try? await daemon.untilShutdown() }
                group.addTask { await Self.watch(tool, silenced, daemon.logger) }
                await group.next()
                group.cancelAll()
            }
        }
    }

    /// Looks once a second whether silences have changed and nodes have fallen silent, until it is cancelled.
    private static func watch(_ tool: AlertsTool, _ silenced: SilencedOutputs?, _ logger: Logger) async {
        while true {
            try? await Task.sleep(for: .seconds(1))
            guard !Task.isCancelled else { return }
            silenced?.reread(logger)
            tool.listen(.now)
        }
    }

    /// What may wait per subject.
    private static let pendingBytes = 32 << 20
}
