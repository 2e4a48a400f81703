import Daemon
import PeerObserver

/// getpeerinfo: how many peers of which kind, and how they do.
struct RPCPeers: Sendable {
    private let group: MetricGroup
    private let peers: GaugeSlot
    private let lists: RPCPeerLists
    private let statistics: RPCPeerStatistics
    private let rateLimitedPeers, rateLimited, processed, addrRelay: GaugeSlot
    private let ahead, behind, highBandwidthTo, highBandwidthFrom: GaugeSlot
    private let inflightPeers, inflightHeights, slowPings, lowFee, diversity: GaugeSlot
    private let transports, networks, types, versions, systems: GaugeTable

    init(_ layout: inout MetricLayout) {
        group = layout.group("rpc: getpeerinfo", expires: true)
        let prefix = "rpc_peer_info_"
        peers = layout.gauge(prefix + "num_peers", "Connected peers.")
        lists = RPCPeerLists(&layout)
        rateLimitedPeers = layout.gauge(
            prefix + "addr_ratelimited_peers", "Peers of which addresses were rate-limited.")
        rateLimited = layout.gauge(
            prefix + "addr_ratelimited_total", "Addresses of connected peers that were rate-limited.")
        processed = layout.gauge(prefix + "addr_processed_total", "Addresses of connected peers that were processed.")
        addrRelay = layout.gauge(prefix + "addr_relay_enabled_peers", "Peers that the node relays addresses with.")
        ahead = layout.gauge(prefix + "timeoffset_plus10s", "Peers whose clock is more than 10 s ahead.")
        behind = layout.gauge(prefix + "timeoffset_minus10s", "Peers whose clock is more than 10 s behind.")
        highBandwidthTo = layout.gauge(
            prefix + "bip152_highbandwidth_to", "Peers that the node chose for high-bandwidth compact blocks.")
        highBandwidthFrom = layout.gauge(
            prefix + "bip152_highbandwidth_from", "Peers that chose the node for high-bandwidth compact blocks.")
        inflightPeers = layout.gauge(prefix + "inflight_block_peers", "Peers that blocks are being fetched from.")
        inflightHeights = layout.gauge(
            prefix + "inflight_distinct_blocks_heights", "Different heights of blocks that are being fetched.")
        slowPings = layout.gauge(
            prefix + "ping_wait_larger_5_seconds_block_peers", "Peers that have not answered a ping for more than 5 s.")
        transports = layout.gauge(
            prefix + "transport_protocol_type_peers", "Peers by transport protocol.", text: "transport_protocol_type")
        networks = layout.gauge(prefix + "network_peers", "Peers by network.", text: "network")
        types = layout.gauge(prefix + "connection_type_peers", "Peers by connection type.", text: "connection_type")
        versions = layout.gauge(
            prefix + "protocol_version_peers", "Peers by protocol version.", text: "protocol_version")
        systems = layout.gauge(
            prefix + "asn_peers", "Peers by autonomous system, as the node or our asmap has it, where they have one.",
            text: "ASN")
        lowFee = layout.gauge(
            prefix + "sub1satvb_relay",
            "Peers that take transactions below 1 satoshi per virtual byte and have exchanged any.")
        diversity = layout.gauge(
            prefix + "connection_divserity_inbound_ipv4", "Different /16 of inbound IPv4 peers, by inbound IPv4 peer.")
        statistics = RPCPeerStatistics(&layout)
    }

    func collect(_ answer: PeerInfos, lists set: NetworkLists, _ node: inout NodeState) {
        let infos = answer.infos
        node.store.refresh(group)
        node.store.set(peers, to: infos.count)
        node.store.set(rateLimitedPeers, to: infos.count { $0.addrRateLimited > 0 })
        node.store.set(rateLimited, to: infos.reduce(0) { $0 + Double($1.addrRateLimited) })
        node.store.set(processed, to: infos.reduce(0) { $0 + Double($1.addrProcessed) })
        node.store.set(addrRelay, to: infos.count(where: \.addrRelayEnabled))
        node.store.set(ahead, to: infos.count { $0.timeOffset > 10 })
        node.store.set(behind, to: infos.count { $0.timeOffset < -10 })
        node.store.set(highBandwidthTo, to: infos.count(where: \.bip152HbTo))
        node.store.set(highBandwidthFrom, to: infos.count(where: \.bip152HbFrom))
        node.store.set(inflightPeers, to: infos.count { !$0.inflight.isEmpty })
        node.store.set(inflightHeights, to: Set(infos.flatMap(\.inflight)).count)
        node.store.set(slowPings, to: infos.count { $0.pingWait > 5 })
        node.store.set(lowFee, to: infos.count(where: Self.relaysLowFees))
        node.store.replace(transports, with: Statistics.counts(infos.map(\.transportProtocolType)))
        node.store.replace(networks, with: Statistics.counts(infos.map(\.network)))
        node.store.replace(types, with: Statistics.counts(infos.map(\.connectionType)))
        node.store.replace(versions, with: Statistics.counts(infos.map { String($0.version) }))
        let addresses = infos.map { IPAddress($0.address) }
        let numbers = zip(infos, addresses).map { info, address in
            info.mappedAs != 0 ? info.mappedAs : address.map { set.autonomousSystem(of: $0) } ?? 0
        }
        node.store.replace(systems, with: Statistics.counts(numbers.filter { $0 != 0 }.map(String.init)))
        let inbound = zip(infos, addresses).compactMap { $0.inbound && $0.network == "ipv4" ? $1?.ipv4 : nil }
        if inbound.isEmpty {
            node.store.unset(diversity)
        } else {
            node.store.set(diversity, to: Double(Set(inbound.map { $0 >> 16 }).count) / Double(inbound.count))
        }
        lists.collect(infos, addresses, set, &node)
        statistics.collect(infos, &node)
    }

    /// Below 0.00001 BTC per 1000 virtual bytes. Peers that never exchange a transaction tell no fee filter either.
    private static func relaysLowFees(_ peer: PeerInfo) -> Bool {
        peer.relayTransactions && peer.minfeefilter < 0.00001
            && (peer.bytesReceivedPerMessage.contains { $0.key == "tx" }
                || peer.bytesSentPerMessage.contains { $0.key == "tx" })
    }
}
