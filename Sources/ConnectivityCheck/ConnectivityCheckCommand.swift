import ArgumentParser
import Daemon

@main
struct ConnectivityCheckCommand: DaemonCommand {
    static let configuration = CommandConfiguration(
        commandName: "connectivity-check",
        abstract: "Connects to the addresses that a node's peers announce, and records which of them answer.",
        discussion: """
            WHAT THIS TELLS THE WORLD. This program connects from this host to addresses that strangers choose. Whoever is \
            reached learns this host's IP address, that it runs this program (by its user agent), and so that somebody here \
            observes a node. Who announces an address of his own to a node learns, when he is connected to a moment later, \
            that the node is observed, and from where. On a honeynode that must not be known as one, run it on another host, or \
            send all connections through a proxy (--proxy all=HOST:PORT). Providers may take the connections for a scan. Nothing \
            is connected to unless this program is started.
            """,
        version: daemonVersion)

    @OptionGroup var common: CommonOptions

    @Option(name: [.customShort("m"), .long], help: "Where to serve metrics.")
    var metricsAddress = ListenAddress(host: "127.0.0.1", port: 18282)

    @OptionGroup var connectivity: ConnectivityOptions

    func run() async throws {
        let exits = TorExits(connectivity.ipList)
        let metrics = ConnectivityMetrics()
        try await withDaemon(
            common, name: "connectivity-check", role: .both, listen: metricsAddress,
            metrics: { registry in
                metrics.register(in: registry)
                exits.register(in: registry)
            },
            body: { daemon in
                try exits.read()
                try await ConnectivityCheck(options: connectivity, node: common.node, exits: exits, metrics: metrics)
                    .run(daemon)
            })
    }
}
