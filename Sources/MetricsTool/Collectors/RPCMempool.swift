import PeerObserver

/// getmempoolinfo
struct RPCMempool: Sendable {
    private let group: MetricGroup
    private let loaded, count, fees, vbytes, usage, limit, minimum, minimumRelay, incremental, unbroadcast: GaugeSlot

    init(_ layout: inout MetricLayout) {
        group = layout.group("rpc: getmempoolinfo", expires: true)
        let prefix = "rpc_mempoolinfo_"
        loaded = layout.gauge(prefix + "mempool_loaded", "1 when the mempool has been loaded from disk.")
        count = layout.gauge(prefix + "transaction_count", "Transactions in the mempool.")
        fees = layout.gauge(prefix + "transaction_fees", "Fees of all transactions in the mempool, in BTC.")
        vbytes = layout.gauge(prefix + "transaction_vbyte", "Virtual bytes of all transactions in the mempool.")
        usage = layout.gauge(prefix + "memory_usage", "Memory that the mempool uses, in bytes.")
        limit = layout.gauge(prefix + "memory_max", "Memory that the mempool may use, in bytes.")
        minimum = layout.gauge(
            prefix + "min_mempool_feerate", "Lowest fee rate that the mempool takes, in satoshi per virtual byte.")
        minimumRelay = layout.gauge(
            prefix + "min_relay_tx_feerate", "Lowest fee rate that the node relays, in satoshi per virtual byte.")
        incremental = layout.gauge(
            prefix + "incremental_relay_feerate", "Fee rate that a replacement must add, in satoshi per virtual byte.")
        unbroadcast = layout.gauge(
            prefix + "unbroadcast_transactions", "Transactions that no peer has asked for yet.")
    }

    func collect(_ answer: MempoolInfo, _ node: inout NodeState) {
        node.store.refresh(group)
        node.store.set(loaded, to: answer.loaded)
        node.store.set(count, to: answer.size)
        node.store.set(fees, to: answer.totalFee)
        node.store.set(vbytes, to: answer.bytes)
        node.store.set(usage, to: answer.usage)
        node.store.set(limit, to: answer.maxMempool)
        node.store.set(minimum, to: answer.mempoolminfee)
        node.store.set(minimumRelay, to: answer.minrelaytxfee)
        node.store.set(incremental, to: answer.incrementalrelayfee)
        node.store.set(unbroadcast, to: answer.unbroadcastcount)
    }
}
