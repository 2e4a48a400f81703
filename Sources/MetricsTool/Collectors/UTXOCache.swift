import PeerObserver

/// The coins cache.
struct UTXOCache: Sendable {
    private let flushes, uncached: CounterSlot
    private let seconds: HistogramSlot
    private let coins, memory: GaugeSlot

    /// The node's enum FlushStateMode.
    private static let modes = ["none", "if_needed", "periodic", "always", "other"]

    init(_ layout: inout MetricLayout) {
        layout.group("utxocache:*")
        flushes = layout.counter(
            "utxocache_flushes_total", "Flushes of the coins cache to disk, by the node's mode.",
            by: MetricLabel("mode", Self.modes), MetricLabel("for_prune", ["false", "true"]))
        seconds = layout.histogram(
            "utxocache_flush_seconds", "Seconds that a flush of the coins cache took.", bounds: Bounds.blockSeconds)
        coins = layout.gauge("utxocache_flushed_coins", "Coins in the cache before the last flush.")
        memory = layout.gauge(
            "utxocache_flushed_memory_bytes", "Memory that the coins cache used before the last flush.")
        uncached = layout.counter("utxocache_uncached_coins_total", "Coins dropped from the cache.")
    }

    func collect(_ event: UTXOCacheEvent, _ node: inout NodeState) {
        switch event.event {
        case .flush(let flush):
            node.store.add(to: flushes, Int(min(flush.mode, 4)), flush.isFlushForPrune ? 1 : 0)
            node.store.observe(Double(flush.duration) / 1e6, in: seconds)
            node.store.set(coins, to: flush.coinsCount)
            node.store.set(memory, to: flush.coinsMemUsage)
        case .uncache: node.store.add(to: uncached)
        case nil: break
        }
    }
}
