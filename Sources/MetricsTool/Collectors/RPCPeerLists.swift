import Daemon
import PeerObserver

/// Peers of getpeerinfo on lists of addresses.
struct RPCPeerLists: Sendable {
    private let gmax, monero, torExit, linkingLion, linkingLionPre2026, bitprojects: GaugeSlot
    private let peers: GaugeTable

    init(_ layout: inout MetricLayout) {
        let prefix = "rpc_peer_info_list_peers"
        gmax = layout.gauge(prefix + "_gmax_ban", "Peers on the list gmax.")
        monero = layout.gauge(prefix + "_monero_ban", "Peers on the list monero.")
        torExit = layout.gauge(prefix + "_tor_exit", "Peers on the list tor-exit.")
        linkingLion = layout.gauge(prefix + "_linkinglion", "Peers on the list linkinglion.")
        linkingLionPre2026 = layout.gauge(prefix + "_linkinglion_pre2026", "Peers on the list linkinglion-pre2026.")
        bitprojects = layout.gauge(prefix + "_bitprojects", "Peers on the list bitprojects.", by: Labels.direction)
        peers = layout.gauge(prefix, "Peers on a list.", text: "list", "direction")
    }

    func collect(_ infos: [PeerInfo], _ addresses: [IPAddress?], _ set: NetworkLists, _ node: inout NodeState) {
        var counts: [String: (inbound: Int, outbound: Int)] = [:]
        for name in set.names { counts[name] = (0, 0) }
        for (info, address) in zip(infos, addresses) {
            guard let address else { continue }
            for name in set.names(of: address) {
                if info.inbound {
                    counts[name, default: (0, 0)].inbound += 1
                } else {
                    counts[name, default: (0, 0)].outbound += 1
                }
            }
        }
        func sum(_ name: String) -> Int { (counts[name]?.inbound ?? 0) + (counts[name]?.outbound ?? 0) }
        node.store.set(gmax, to: sum("gmax"))
        node.store.set(monero, to: sum("monero"))
        node.store.set(torExit, to: sum("tor-exit"))
        node.store.set(linkingLion, to: sum(LinkingLion.name))
        node.store.set(linkingLionPre2026, to: sum(LinkingLion.namePre2026))
        node.store.set(bitprojects, 0, to: Double(counts["bitprojects"]?.inbound ?? 0))
        node.store.set(bitprojects, 1, to: Double(counts["bitprojects"]?.outbound ?? 0))
        node.store.replace(
            peers,
            with: counts.sorted { $0.key < $1.key }.flatMap { name, count in
                [([name, "inbound"], Double(count.inbound)), ([name, "outbound"], Double(count.outbound))]
            })
    }
}
