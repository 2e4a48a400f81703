import Daemon
import Logging
import PeerObserver

/// Listens for nodes until it is asked to stop.
struct P2PExtractor {
    let options: P2POptions
    /// The name of nodes whose address has none.
    let node: NodeName?
    let metrics: P2PMetrics

    func run(_ daemon: Daemon) async throws {
        let shared = Shared(settings: options.settings, metrics: metrics, logger: daemon.logger)
        let listener = Listener(shared: shared, limit: options.maxConnections)
        let nodes = options.p2pAddress.map { address in
            ObservedNode(bus: daemon.bus, name: address.name ?? node, isNamedByAddress: address.name != nil)
        }
        EventPublisher.register(nodes.map(\.publisher), in: daemon.metrics)
        do {
            for (address, node) in zip(options.p2pAddress, nodes) {
                let bound = try await listener.listen(on: address.address, for: node)
                var metadata: Logger.Metadata = ["network": "\(options.network.network.name)"]
                metadata["node"] = node.name.map { "\($0)" }
                daemon.logger.info("waiting for nodes on \(bound)", metadata: metadata)
            }
            listener.beat(daemon.heartbeats.add("the thread of the connections"))
            try? await daemon.untilShutdown()
        } catch {
            await listener.stop()
            throw error
        }
        await listener.stop()
    }
}
