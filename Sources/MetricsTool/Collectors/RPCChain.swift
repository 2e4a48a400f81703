import PeerObserver

/// getchaintxstats and getblockchaininfo
struct RPCChain: Sendable {
    private let statisticsGroup, infoGroup: MetricGroup
    private let txCount, windowHeight, windowBlocks, windowTransactions, windowInterval, rate: GaugeSlot
    private let blocks, headers, difficulty, progress, initialDownload, size, pruned, pruneHeight,
        pruneTarget: GaugeSlot
    private let warnings: GaugeSlot

    init(_ layout: inout MetricLayout) {
        statisticsGroup = layout.group("rpc: getchaintxstats", expires: true)
        var prefix = "rpc_chaintxstats_"
        txCount = layout.gauge(prefix + "tx_count", "Transactions of the chain.")
        windowHeight = layout.gauge(prefix + "window_final_block_height", "Height of the window's last block.")
        windowBlocks = layout.gauge(prefix + "window_block_count", "Blocks of the window.")
        windowTransactions = layout.gauge(prefix + "window_tx_count", "Transactions of the window.")
        windowInterval = layout.gauge(prefix + "window_interval", "Seconds of the window.")
        rate = layout.gauge(prefix + "tx_rate", "Transactions per second in the window.")
        infoGroup = layout.group("rpc: getblockchaininfo", expires: true)
        prefix = "rpc_blockchaininfo_"
        blocks = layout.gauge(prefix + "blocks", "Height of the best block.")
        headers = layout.gauge(prefix + "headers", "Height of the best header.")
        difficulty = layout.gauge(prefix + "difficulty", "Difficulty of the best block.")
        progress = layout.gauge(prefix + "verification_progress", "Verification progress, from 0 to 1.")
        initialDownload = layout.gauge(prefix + "initial_block_download", "1 during the initial block download.")
        size = layout.gauge(prefix + "size_on_disk", "Bytes of blocks and undo data on disk.")
        pruned = layout.gauge(prefix + "pruned", "1 when blocks are pruned.")
        pruneHeight = layout.gauge(prefix + "prune_height", "Height of the first block that is not pruned.")
        pruneTarget = layout.gauge(prefix + "prune_target_size", "Bytes that pruning aims at.")
        warnings = layout.gauge(prefix + "warnings", "Warnings of the node.")
    }

    func collect(_ answer: ChainTxStats, _ node: inout NodeState) {
        node.store.refresh(statisticsGroup)
        node.store.set(txCount, to: answer.txCount64 ?? UInt64(answer.txCount))
        node.store.set(windowHeight, to: answer.windowFinalBlockHeight)
        node.store.set(windowBlocks, to: answer.windowBlockCount)
        node.store.set(windowTransactions, told: answer.windowTxCount.map { Double($0) })
        node.store.set(windowInterval, told: answer.windowInterval.map { Double($0) })
        node.store.set(rate, told: answer.txRate)
    }

    func collect(_ answer: BlockchainInfo, _ node: inout NodeState) {
        node.store.refresh(infoGroup)
        node.store.set(blocks, to: answer.blocks)
        node.store.set(headers, to: answer.headers)
        node.store.set(difficulty, to: answer.difficulty)
        node.store.set(progress, to: answer.verificationprogress)
        node.store.set(initialDownload, to: answer.initialblockdownload)
        node.store.set(size, to: answer.sizeOnDisk)
        node.store.set(pruned, to: answer.pruned)
        node.store.set(pruneHeight, to: answer.pruneHeight)
        node.store.set(pruneTarget, to: answer.pruneTargetSize)
        node.store.set(warnings, to: answer.warnings.count)
    }
}
