import PeerObserver

/// Insertions into the address manager, of a patched node. Upstream had these metrics until April 2026.
struct AddrmanInserts: Sendable {
    private let new, tried: CounterSlot

    init(_ layout: inout MetricLayout) {
        layout.group("addrman:*")
        new = layout.counter(
            "addrman_new_insert", "Addresses offered to the new table, by whether they were taken.",
            by: MetricLabel("inserted", ["false", "true"]))
        tried = layout.counter("addrman_tried_insert", "Addresses moved to the tried table.")
    }

    func collect(_ event: AddrmanEvent, _ node: inout NodeState) {
        switch event.event {
        case .new(let event): node.store.add(to: new, event.inserted ? 1 : 0)
        case .tried: node.store.add(to: tried)
        case nil: break
        }
    }
}
