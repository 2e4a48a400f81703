import PeerObserver

/// What the node that does not exist knows.
struct NodeState {
    var random: Random
    let pool: MessagePool
    var peers: PeerSet
    var mempool: Mempool
    var tip: GeneratedBlock
    /// Unix time at which it was started last.
    var startedSeconds: Int64
    var isDown = false

    /// - Parameter removals: how many transactions a block removes.
    init(seed: UInt64, nowSeconds: Int64, removals: Int) throws(PayloadError) {
        random = Random(seed: seed)
        pool = try MessagePool(nowSeconds: nowSeconds, random: &random)
        peers = PeerSet(nowSeconds: nowSeconds, random: &random)
        mempool = Mempool(least: max(removals, 1000), nowSeconds: nowSeconds, random: &random)
        tip = pool.blocks[pool.blocks.count - 1]
        // Up for a day, until it is restarted.
        startedSeconds = nowSeconds - 86_400
    }
}
