import PeerObserver

/// getnetworkinfo
struct RPCNetwork: Sendable {
    private let group: MetricGroup
    private let version, protocolVersion, timeOffset, connections, connectionsIn, connectionsOut, isActive: GaugeSlot
    private let relayFee, incrementalFee, warnings, localAddresses: GaugeSlot
    private let networks: GaugeTable

    init(_ layout: inout MetricLayout) {
        group = layout.group("rpc: getnetworkinfo", expires: true)
        let prefix = "rpc_networkinfo_"
        version = layout.gauge(prefix + "version", "Version of the node's program.")
        protocolVersion = layout.gauge(prefix + "protocol_version", "Version of the P2P protocol.")
        timeOffset = layout.gauge(prefix + "time_offset", "Median of the peers' clock offsets, in seconds.")
        connections = layout.gauge(prefix + "connections", "Connections.")
        connectionsIn = layout.gauge(prefix + "connections_in", "Inbound connections.")
        connectionsOut = layout.gauge(prefix + "connections_out", "Outbound connections.")
        isActive = layout.gauge(prefix + "network_active", "1 while P2P networking is enabled.")
        relayFee = layout.gauge(
            prefix + "relay_fee", "Lowest fee rate that the node relays, in satoshi per virtual byte.")
        incrementalFee = layout.gauge(
            prefix + "incremental_fee", "Fee rate that a replacement must add, in satoshi per virtual byte.")
        warnings = layout.gauge(prefix + "warnings", "Warnings of the node.")
        localAddresses = layout.gauge(prefix + "local_addresses_count", "Addresses that the node announces of itself.")
        networks = layout.gauge(
            prefix + "networks", "1 where a network is limited or reachable.", text: "network", "property")
    }

    func collect(_ answer: NetworkInfo, _ node: inout NodeState) {
        node.store.refresh(group)
        node.store.set(version, to: answer.version)
        node.store.set(protocolVersion, to: answer.protocolVersion)
        node.store.set(timeOffset, to: answer.timeOffset)
        node.store.set(connections, to: answer.connections)
        node.store.set(connectionsIn, to: answer.connectionsIn)
        node.store.set(connectionsOut, to: answer.connectionsOut)
        node.store.set(isActive, to: answer.networkActive)
        node.store.set(relayFee, to: answer.relayFee)
        node.store.set(incrementalFee, to: answer.incrementalFee)
        node.store.set(warnings, to: answer.warnings.count)
        node.store.set(localAddresses, to: answer.localAddresses.count)
        node.store.replace(
            networks,
            with: answer.networks.flatMap {
                [([$0.name, "limited"], $0.limited ? 1.0 : 0), ([$0.name, "reachable"], $0.reachable ? 1 : 0)]
            })
    }
}
