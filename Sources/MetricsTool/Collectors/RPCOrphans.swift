import PeerObserver

/// getorphantxs
struct RPCOrphans: Sendable {
    private let group: MetricGroup
    private let count, bytes, vsize, weight, fromMean, fromMin, fromMax: GaugeSlot
    private let added, addedBytes, removed, removedBytes: CounterSlot

    /// Orphans remembered to tell what comes and goes; Core's limit is far below.
    private static let limit = 20_000

    init(_ layout: inout MetricLayout) {
        group = layout.group("rpc: getorphantxs", expires: true)
        let prefix = "rpc_getorphantxs_"
        count = layout.gauge(prefix + "count", "Orphan transactions.")
        bytes = layout.gauge(prefix + "bytes", "Bytes of all orphans.")
        vsize = layout.gauge(prefix + "vsize", "Virtual bytes of all orphans.")
        weight = layout.gauge(prefix + "weight", "Weight of all orphans.")
        added = layout.counter(prefix + "added_count", "Orphans that were new in an answer.")
        addedBytes = layout.counter(prefix + "added_bytes", "Bytes of orphans that were new in an answer.")
        removed = layout.counter(prefix + "removed_count", "Orphans that were gone from an answer.")
        removedBytes = layout.counter(prefix + "removed_bytes", "Bytes of orphans that were gone from an answer.")
        fromMean = layout.gauge(prefix + "from_mean", "Peers that announced an orphan, mean.")
        fromMin = layout.gauge(prefix + "from_min", "Peers that announced an orphan, lowest.")
        fromMax = layout.gauge(prefix + "from_max", "Peers that announced an orphan, highest.")
    }

    func collect(_ answer: OrphanTxs, _ node: inout NodeState) {
        let orphans = answer.orphans
        func sum(_ values: [UInt64]) -> Double { values.reduce(0) { $0 + Double($1) } }
        node.store.refresh(group)
        node.store.set(count, to: orphans.count)
        node.store.set(bytes, to: sum(orphans.map(\.bytes)))
        node.store.set(vsize, to: sum(orphans.map(\.vsize)))
        node.store.set(weight, to: sum(orphans.map(\.weight)))
        let from = orphans.map { Double($0.from.count) }
        // No orphan, no announcer: zero, as upstream's largest number and its NaN would say nothing.
        node.store.set(fromMean, to: Statistics.mean(from) ?? 0)
        node.store.set(fromMin, to: from.min() ?? 0)
        node.store.set(fromMax, to: from.max() ?? 0)
        let now = Dictionary(orphans.prefix(Self.limit).map { ($0.wtxid, $0.bytes) }) { first, _ in first }
        if let before = node.orphans {
            for (wtxid, size) in now where before[wtxid] == nil {
                node.store.add(to: added)
                node.store.add(size, to: addedBytes)
            }
            for (wtxid, size) in before where now[wtxid] == nil {
                node.store.add(to: removed)
                node.store.add(size, to: removedBytes)
            }
        }
        node.orphans = now
    }
}
