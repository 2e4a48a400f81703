import PeerObserver

/// Sums, means and medians over the peers of getpeerinfo.
struct RPCPeerStatistics: Sendable {
    /// Of one property.
    private struct Summary: Sendable {
        let sum, max, median, mean, min: GaugeSlot

        init(_ layout: inout MetricLayout, _ name: String, _ what: String) {
            let prefix = "rpc_peer_info_\(name)_"
            sum = layout.gauge(prefix + "sum", "\(what), all peers together.")
            max = layout.gauge(prefix + "max", "\(what), highest of a peer.")
            min = layout.gauge(prefix + "min", "\(what), lowest of a peer.")
            median = layout.gauge(prefix + "median", "\(what), median of peers.")
            mean = layout.gauge(prefix + "mean", "\(what), mean of peers.")
        }

        func set(_ values: [Double], _ node: inout NodeState) {
            let values = values.sorted()
            node.store.set(sum, to: values.reduce(0, +))
            node.store.set(max, to: values.last ?? 0)
            node.store.set(min, to: values.first ?? 0)
            node.store.set(median, to: Statistics.median(values) ?? 0)
            node.store.set(mean, to: Statistics.mean(values) ?? 0)
        }

        func unset(_ node: inout NodeState) {
            for slot in [sum, max, min, median, mean] { node.store.unset(slot) }
        }
    }

    private let pingMedian, pingMean, minimumPingMedian, minimumPingMean: GaugeSlot
    private let invToSend, cpuLoad: Summary

    init(_ layout: inout MetricLayout) {
        let prefix = "rpc_peer_info_"
        pingMedian = layout.gauge(prefix + "ping_median", "Median of the peers' last pings, in milliseconds.")
        pingMean = layout.gauge(prefix + "ping_mean", "Mean of the peers' last pings, in milliseconds.")
        minimumPingMedian = layout.gauge(
            prefix + "minping_median", "Median of the peers' shortest pings, in milliseconds.")
        minimumPingMean = layout.gauge(prefix + "minping_mean", "Mean of the peers' shortest pings, in milliseconds.")
        invToSend = Summary(
            &layout, "invtosend", "Transactions waiting to be announced to peers that want transactions")
        cpuLoad = Summary(&layout, "cpuload", "CPU load that the node spends on peers, of a patched node")
    }

    func collect(_ infos: [PeerInfo], _ node: inout NodeState) {
        set(infos.map(\.pingTime), pingMedian, pingMean, &node)
        set(infos.map(\.minimumPing), minimumPingMedian, minimumPingMean, &node)
        invToSend.set(infos.filter(\.relayTransactions).map { Double($0.invToSend) }, &node)
        // A node that is not patched tells no load of any peer.
        if infos.contains(where: { $0.cpuLoad != 0 }) {
            cpuLoad.set(infos.map(\.cpuLoad), &node)
        } else {
            cpuLoad.unset(&node)
        }
    }

    /// Seconds become milliseconds; a peer without a ping yet tells 0.
    private func set(_ seconds: [Double], _ median: GaugeSlot, _ mean: GaugeSlot, _ node: inout NodeState) {
        let values = seconds.filter { $0 > 0 }.map { $0 * 1000 }.sorted()
        node.store.set(median, told: Statistics.median(values))
        node.store.set(mean, told: Statistics.mean(values))
    }
}

enum Statistics {
    /// - Parameter values: ascending; nil for none.
    static func median(_ values: [Double]) -> Double? {
        guard !values.isEmpty else { return nil }
        let middle = values.count / 2
        return values.count % 2 == 1 ? values[middle] : (values[middle - 1] + values[middle]) / 2
    }

    static func mean(_ values: [Double]) -> Double? {
        values.isEmpty ? nil : values.reduce(0, +) / Double(values.count)
    }

    /// How often each value is there, as rows of a gauge.
    static func counts(_ values: [String]) -> [(labels: [String], value: Double)] {
        Dictionary(values.map { ($0, 1.0) }, uniquingKeysWith: +).sorted { $0.key < $1.key }.map {
            ([$0.key], $0.value)
        }
    }
}
