import PeerObserver

/// getchaintips, getindexinfo, getzmqnotifications, listbanned, and answers of RPCs that the operator named.
struct RPCHealth: Sendable {
    private let tipsGroup, indexGroup, zmqGroup, bannedGroup: MetricGroup
    private let tips, synced, indexHeight, notifications: GaugeTable
    private let longestFork, banned: GaugeSlot
    private let answers: TextCounter

    init(_ layout: inout MetricLayout) {
        tipsGroup = layout.group("rpc.getchaintips", expires: true)
        tips = layout.gauge("rpc_chaintips_tips", "Ends of chains that the node knows, by status.", text: "status")
        longestFork = layout.gauge(
            "rpc_chaintips_longest_fork_blocks", "Blocks of the longest branch that is not the main chain's.")
        indexGroup = layout.group("rpc.getindexinfo", expires: true)
        synced = layout.gauge("rpc_indexinfo_synced", "1 where an index is up to date.", text: "index")
        indexHeight = layout.gauge(
            "rpc_indexinfo_best_block_height", "Height of the last block of an index.", text: "index")
        zmqGroup = layout.group("rpc.getzmqnotifications", expires: true)
        notifications = layout.gauge(
            "rpc_zmqnotifications_publishers", "Publishers of the node's ZMQ interface, by type.", text: "type")
        bannedGroup = layout.group("rpc.listbanned", expires: true)
        banned = layout.gauge("rpc_banned_subnets", "Addresses and subnets that are banned.")
        layout.group("rpc.<method>")
        answers = layout.counter(
            "rpc_named_answers_total", "Answers of RPCs that the operator named.", text: "method")
    }

    func collect(_ answer: ChainTips, _ node: inout NodeState) {
        node.store.refresh(tipsGroup)
        node.store.replace(tips, with: Statistics.counts(answer.tips.map { $0.status ?? "" }))
        let branches = answer.tips.filter { $0.status != "active" }.map { $0.branchLength ?? 0 }
        node.store.set(longestFork, to: branches.max() ?? 0)
    }

    func collect(_ answer: IndexInfo, _ node: inout NodeState) {
        node.store.refresh(indexGroup)
        node.store.replace(synced, with: answer.indexes.map { ([$0.key], $0.value.synced == true ? 1 : 0) })
        node.store.replace(
            indexHeight, with: answer.indexes.map { ([$0.key], Double($0.value.bestBlockHeight ?? 0)) })
    }

    func collect(_ answer: ZMQNotifications, _ node: inout NodeState) {
        node.store.refresh(zmqGroup)
        node.store.replace(notifications, with: Statistics.counts(answer.notifications.map { $0.type ?? "" }))
    }

    func collect(_ answer: BannedList, _ node: inout NodeState) {
        node.store.refresh(bannedGroup)
        node.store.set(banned, to: answer.banned.count)
    }

    func collect(_ answer: RawAnswer, _ node: inout NodeState) {
        node.store.add(to: answers, answer.method ?? "")
    }
}
