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
    @OptionGroup var prometheus: PrometheusOptions

    func run() async throws {
        let settings = detectors.settings(upstream)
        try await withDaemon(common, name: "alerts", role: .both, listen: prometheus.prometheusAddress) { daemon in
            let bus = BusOutput(daemon.bus)
            let tool = AlertsTool(settings, outputs: [LogOutput(logger: daemon.logger), bus])
            tool.register(in: daemon.metrics)
            bus.register(in: daemon.metrics)
            let patterns = Subject.patterns(AlertsTool.subjects + detectors.watchedSubjects)
            try daemon.bus.subscribe(to: patterns, pendingBytes: Self.pendingBytes, handler: tool)
            daemon.logger.info("subscribed", metadata: ["subjects": "\(patterns.count)"])
            try await daemon.untilShutdown()
        }
    }

    /// What may wait per subject.
    private static let pendingBytes = 32 << 20
}
