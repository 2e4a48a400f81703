import ArgumentParser
import Daemon

@main
struct LogExtractorCommand: DaemonCommand {
    static let configuration = CommandConfiguration(
        commandName: "log-extractor", abstract: "Reads a Bitcoin node's debug.log and publishes its lines as events.",
        version: daemonVersion, subcommands: [ScanCommand.self])

    @OptionGroup var common: CommonOptions
    @OptionGroup var source: LogSource
    @OptionGroup var prometheus: PrometheusOptions

    func run() async throws {
        try source.check()
        let statistics = LogStatistics()
        try await withDaemon(
            common, name: "log-extractor", role: .publisher, listen: prometheus.prometheusAddress,
            metrics: statistics.register
        ) { daemon in
            try await LogExtractor(source: source, node: common.node, daemon: daemon, statistics: statistics).run()
        }
    }
}
