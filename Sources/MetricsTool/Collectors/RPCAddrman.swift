import PeerObserver

/// getaddrmaninfo
struct RPCAddrman: Sendable {
    private let group: MetricGroup
    private let addresses: GaugeTable

    init(_ layout: inout MetricLayout) {
        group = layout.group("rpc: getaddrmaninfo", expires: true)
        addresses = layout.gauge(
            "rpc_addrmaninfo", "Addresses that the node knows, by network and table.", text: "network", "table")
    }

    func collect(_ answer: AddrManInfo, _ node: inout NodeState) {
        node.store.refresh(group)
        node.store.replace(
            addresses,
            with: answer.networks.flatMap { entry in
                [
                    ([entry.key, "new"], Double(entry.value.new)), ([entry.key, "tried"], Double(entry.value.tried)),
                    ([entry.key, "total"], Double(entry.value.total)),
                ]
            })
    }
}
