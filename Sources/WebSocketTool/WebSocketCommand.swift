import ArgumentParser
import Daemon
import Logging

@main
struct WebSocketCommand: DaemonCommand {
    static let configuration = CommandConfiguration(
        commandName: "websocket", abstract: "Sends events to websockets as JSON, and serves pages that show them.",
        version: daemonVersion)

    @OptionGroup var common: CommonOptions
    @OptionGroup(title: "Access") var access: AccessOptions
    @OptionGroup(title: "Pages") var files: PageOptions
    @OptionGroup(title: "Redaction") var redaction: RedactionOptions
    @OptionGroup(title: "Limits") var limits: LimitOptions

    func run() async throws {
        let servers = try ServersFile(path: files.websocketsJson, name: common.node?.description ?? "peer-observer")
        let pages = Pages(directory: files.pages, servers: servers)
        let hub = Hub(limits: limits.limits, redactor: try redaction.redactor())
        let clients = ClientServer(
            hub: hub, status: StatusFeed(metrics: hub.metrics), handshake: try access.handshake())
        try await withDaemon(
            common, name: "websocket", role: .subscriber, listen: access.address, routes: pages.routes,
            http: clients.http(tls: try access.tls(), pages: pages),
            metrics: { hub.metrics.register(in: $0, backlog: { hub.backlog }) }
        ) { daemon in
            try daemon.bus.subscribe(to: EventKind.patterns, pendingBytes: Self.pendingBytes, handler: hub)
            clients.status.setSource { ToolStatus(daemon.bus) }
            if let server = daemon.server { daemon.logger.info("serving websockets and pages on \(server.url)") }
            try await daemon.untilShutdown()
            // First what has arrived goes to the clients, then they go.
            await offThread { daemon.bus.stop() }
            await clients.status.sendAllAway(timeout: Self.farewell)
        }
    }

    /// What may wait in the client library, per subject.
    private static let pendingBytes = 16 << 20
    /// How long clients may take to receive what waits for them at the end.
    private static let farewell = Duration.seconds(3)
}
