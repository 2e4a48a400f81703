import ArgumentParser
import Daemon
import Logging

@main
struct RPCExtractorCommand: DaemonCommand {
    static let configuration = CommandConfiguration(
        commandName: "rpc-extractor", abstract: "Asks a Bitcoin node's RPCs and publishes the answers as events.",
        version: daemonVersion)

    @OptionGroup var common: CommonOptions
    @OptionGroup(title: "The node") var node: NodeOptions
    @OptionGroup(title: "The RPCs") var rpcs: RPCOptions

    @Option(help: "Address to serve metrics on.")
    var prometheusAddress = ListenAddress(host: "127.0.0.1", port: 8284)

    func run() async throws {
        let rpcs = rpcs.polled
        let metrics = FetchMetrics(methods: rpcs.map(\.rpc.method))
        try await withDaemon(
            common, name: "rpc-extractor", role: .publisher, listen: prometheusAddress, metrics: metrics.register
        ) { daemon in
            let settings = try node.settings()
            for warning in node.warnings { daemon.logger.warning("\(warning)") }
            let bus = daemon.bus
            await RPCExtractor(
                rpcs: rpcs, client: RPCClient(settings.transport, settings.credentials),
                publisher: EventPublisher(bus: bus, node: common.node), metrics: metrics, logger: daemon.logger,
                maxPayload: { bus.isConnected ? bus.maxPayload : nil }
            ).run(until: { try? await daemon.untilShutdown() })
        }
    }
}
