import ArgumentParser
import Daemon

@main
struct P2PExtractorCommand: DaemonCommand {
    static let configuration = CommandConfiguration(
        commandName: "p2p-extractor",
        abstract: "Lets Bitcoin nodes connect to it, and publishes what they tell a peer and how long they take.",
        version: daemonVersion)

    @OptionGroup var common: CommonOptions
    @OptionGroup var p2p: P2POptions
    @OptionGroup var prometheus: PrometheusOptions

    func run() async throws {
        let metrics = P2PMetrics()
        try await withDaemon(
            common, name: "p2p-extractor", role: .publisher, listen: prometheus.prometheusAddress,
            metrics: metrics.register
        ) { daemon in try await P2PExtractor(options: p2p, node: common.node, metrics: metrics).run(daemon) }
    }
}
