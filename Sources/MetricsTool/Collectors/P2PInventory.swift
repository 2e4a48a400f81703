import PeerObserver

/// What `inv` messages announce.
struct P2PInventory: Sendable {
    private let entries, homogeneous, heterogeneous, outboundLarge: CounterSlot
    private let sizes: HistogramSlot

    /// What Core announces at once when it keeps up; more tells a backlog.
    private static let large = 35

    init(_ layout: inout MetricLayout) {
        layout.group("inv messages")
        entries = layout.counter(
            "p2p_inv_entries", "Entries of inv messages, by type.", by: Labels.direction, Labels.inventoryType)
        sizes = layout.histogram(
            "p2p_inv_entries_histogram", "Entries of one inv message.", bounds: Bounds.inventory, by: Labels.direction)
        homogeneous = layout.counter(
            "p2p_invs_homogeneous", "inv messages whose entries are all of one type.", by: Labels.direction)
        heterogeneous = layout.counter(
            "p2p_invs_heterogeneous", "inv messages whose entries are of several types.", by: Labels.direction)
        outboundLarge = layout.counter(
            "p2p_invs_outbound_large", "inv messages with more than 35 transactions that the node has sent.")
    }

    func collect(_ head: MessageHead, _ input: RawSpan, _ node: inout NodeState) throws(WireError) {
        let direction = Labels.direction(inbound: head.inbound)
        let counts = try InventoryCounts(input, in: head.body)
        var (total, kinds) = (0, 0)
        for type in 0..<InventoryCounts.types where counts[type] > 0 {
            node.store.add(UInt64(counts[type]), to: entries, direction, type)
            total += counts[type]
            kinds += 1
        }
        node.store.observe(Double(total), in: sizes, direction)
        if kinds == 1 { node.store.add(to: homogeneous, direction) }
        if kinds > 1 { node.store.add(to: heterogeneous, direction) }
        // Transactions by txid or wtxid; a peer gets either.
        if !head.inbound, max(counts[0], counts[2]) > Self.large { node.store.add(to: outboundLarge) }
    }
}

/// Entries by type, in the order of `Labels.inventoryType`.
struct InventoryCounts {
    static let types = 8
    private var counts = InlineArray<8, Int>(repeating: 0)

    subscript(type: Int) -> Int { counts[type] }

    /// - Parameter range: where a message lies whose field 1 is a list of `InventoryItem`.
    init(_ input: RawSpan, in range: Range<Int>) throws(WireError) {
        var reader = WireReader(input, in: range)
        while let tag = try reader.nextTag() {
            guard tag == 10 else {
                try reader.skip(tag)
                continue
            }
            let item = try reader.range()
            guard !item.isEmpty else { continue }
            // The first byte of an item is the tag of its arm: 1 to 7, and 15 for an error.
            let arm = Int(input.unsafeLoad(fromByteOffset: item.lowerBound, as: UInt8.self) >> 3)
            counts[1...7 ~= arm ? arm - 1 : 7] += 1
        }
    }
}
