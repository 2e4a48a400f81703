import PeerObserver

/// Transactions that enter and leave the mempool.
struct Mempool: Sendable {
    private let added, addedVbytes, replaced, replacedVbytes: CounterSlot
    private let rejected, removed: TextCounter

    init(_ layout: inout MetricLayout) {
        layout.group("mempool:*")
        added = layout.counter("mempool_added", "Transactions added to the mempool.")
        addedVbytes = layout.counter("mempool_added_vbytes", "Virtual bytes of transactions added to the mempool.")
        replaced = layout.counter("mempool_replaced", "Transactions replaced in the mempool.")
        replacedVbytes = layout.counter(
            "mempool_replaced_vbytes", "Virtual bytes of transactions replaced in the mempool.")
        rejected = layout.counter("mempool_rejected", "Transactions rejected, by reason.", text: "reason")
        removed = layout.counter("mempool_removed", "Transactions removed from the mempool, by reason.", text: "reason")
    }

    func collect(_ event: MempoolEvent, _ node: inout NodeState) {
        switch event.event {
        case .added(let event):
            node.store.add(to: added)
            node.store.add(UInt64(max(0, event.vsize)), to: addedVbytes)
        case .replaced(let event):
            node.store.add(to: replaced)
            node.store.add(UInt64(max(0, event.replacedVsize)), to: replacedVbytes)
        case .rejected(let event): node.store.add(to: rejected, event.reason)
        case .removed(let event): node.store.add(to: removed, event.reason)
        case nil: break
        }
    }
}
