import ArgumentParser
import Daemon
import Logging
import PeerObserver

@main
struct MetricsCommand: DaemonCommand {
    static let configuration = CommandConfiguration(
        commandName: "metrics", abstract: "Counts events, for Prometheus to scrape.", version: daemonVersion)

    @OptionGroup var common: CommonOptions

    @Option(name: [.customShort("m"), .long], help: "Where to serve metrics.")
    var metricsAddress = ListenAddress(host: "127.0.0.1", port: 8282)

    @OptionGroup var networks: NetworkOptions

    @Option(help: "Seconds without any event after which /-/healthy answers 503; 0 for never.")
    var silenceLimit = 300

    @Option(help: "Seconds after which gauges of an RPC or the p2p-extractor are left out when nothing comes.")
    var gaugeLifetime = 900

    @Option(
        help: "Most series of a metric whose label values peers choose, all nodes together; the rest is summed up.")
    var maxSeries = 2000

    func validate() throws {
        guard Observations.leastSeries...1_000_000 ~= maxSeries else {
            throw ValidationError("--max-series takes \(Observations.leastSeries) to 1000000")
        }
        guard silenceLimit >= 0 else { throw ValidationError("--silence-limit is a number of seconds") }
        guard gaugeLifetime > 0 else { throw ValidationError("--gauge-lifetime is a number of seconds above 0") }
    }

    func run() async throws {
        let files = try networks.files()
        let lists = try files.read()
        let tool = MetricsTool(
            lists: lists,
            limits: MetricsTool.Limits(gaugeLifetime: gaugeLifetime, silence: silenceLimit, series: maxSeries))
        try await withDaemon(
            common, name: "metrics", role: .subscriber, listen: metricsAddress, routes: tool.routes,
            metrics: { registry in
                tool.register(in: registry)
                files.register(in: registry)
            },
            body: { daemon in
                let patterns = Set(Subject.allCases.map(\.pattern)).sorted()
                try daemon.bus.subscribe(to: patterns, pendingBytes: Self.pendingBytes, handler: tool)
                daemon.logger.info("subscribed", metadata: ["subjects": "\(patterns.count)"])
                try await withThrowingTaskGroup(of: Void.self) { group in
                    group.addTask { try await daemon.untilShutdown() }
                    group.addTask { await tool.run(files, logger: daemon.logger) }
                    try await group.next()
                    group.cancelAll()
                }
            })
    }

    /// What may wait per subject; an answer of getrawaddrman takes some 10 MB.
    private static let pendingBytes = 32 << 20
}

extension MetricsTool {
    /// Ticks once a second and looks for changed files, until it is cancelled.
    func run(_ files: NetworkFiles, logger: Logger) async {
        while !Task.isCancelled {
            try? await Task.sleep(for: .seconds(1))
            tick()
            if let lists = await files.reread(logger: logger) { use(lists) }
        }
    }
}
