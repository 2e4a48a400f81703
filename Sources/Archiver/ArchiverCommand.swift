import ArchiveFormat
import ArgumentParser
import Daemon

@main
struct ArchiverCommand: DaemonCommand {
    static let configuration = CommandConfiguration(
        commandName: "archiver", abstract: "Writes events to archives on disk.",
        discussion: "Without a filter, events of every kind are archived.", version: daemonVersion)

    @OptionGroup var common: CommonOptions
    @OptionGroup var files: FileOptions
    @OptionGroup var filters: FilterOptions
    @OptionGroup var stream: StreamOptions
    @OptionGroup var prometheus: PrometheusOptions

    func validate() throws {
        guard stream.jetstream == nil || 2 * files.blockInterval.seconds <= stream.ackWait.seconds else {
            throw ValidationError("--block-interval is at most half of --ack-wait: what waits longer comes again")
        }
    }

    func run() async throws {
        let statistics = ArchiveStatistics()
        try await withDaemon(
            common, name: "archiver", role: .subscriber, listen: prometheus.prometheusAddress,
            routes: [
                HTTPRoute("/-/healthy") {
                    statistics.isWriting ? .text("healthy\n") : .text("archives cannot be written\n", status: 503)
                }
            ], metrics: statistics.register
        ) { daemon in
            try await Archiver(
                files: files, filters: filters, stream: stream, node: common.node, statistics: statistics
            ).run(daemon)
        }
    }
}
