import PeerObserver

/// getmininginfo
struct RPCMining: Sendable {
    private let group: MetricGroup
    private let hashRate, difficulty, nextDifficulty, weight, transactions, minimumFee: GaugeSlot

    init(_ layout: inout MetricLayout) {
        group = layout.group("rpc.getmininginfo", expires: true)
        let prefix = "rpc_mininginfo_"
        hashRate = layout.gauge(
            prefix + "network_hashes_per_second", "Hash rate of the network, as the node estimates it.")
        difficulty = layout.gauge(prefix + "difficulty", "Difficulty of the best block.")
        nextDifficulty = layout.gauge(prefix + "next_difficulty", "Difficulty of the block after the best one.")
        weight = layout.gauge(prefix + "template_weight", "Weight of the block template assembled last.")
        transactions = layout.gauge(
            prefix + "template_transactions", "Transactions of the block template assembled last.")
        minimumFee = layout.gauge(
            prefix + "block_min_fee_rate", "Lowest fee rate of a block template, in satoshi per virtual byte.")
    }

    func collect(_ answer: MiningInfo, _ node: inout NodeState) {
        node.store.refresh(group)
        node.store.set(hashRate, told: answer.networkHashps)
        node.store.set(difficulty, told: answer.difficulty)
        node.store.set(nextDifficulty, told: answer.next?.difficulty)
        node.store.set(weight, told: answer.currentBlockWeight.map { Double($0) })
        node.store.set(transactions, told: answer.currentBlockTx.map { Double($0) })
        node.store.set(minimumFee, told: answer.blockMinTxFee)
    }
}
