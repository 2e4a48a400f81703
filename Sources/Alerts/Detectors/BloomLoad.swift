import PeerObserver

/// BIP 37: filters that peers set, and blocks that they have filtered, which the node reads from its disk for each.
struct BloomLoad: SurgeDetector {
    static let facts = DetectorFacts(
        subject: .alertBloomLoad, severity: .warning,
        summary: "Peers have the node filter many blocks, or set many bloom filters.",
        parameters: Parameters.surge("Filters and filtered blocks", least: 100, factor: 5, start: 300))

    var surge: Surge

    init(_ parameters: Parameters) { surge = parameters.surge }

    /// A peer set a filter, or asked for `count` filtered blocks.
    mutating func asked(_ count: Int, _ peer: Peer, _ book: inout AlertBook) {
        guard count > 0, let excess = surge.add(Double(count), now: book.now) else { return }
        book.report(excess, .alertBloomLoad, "filters and filtered blocks", unit: "requests", peers: [peer.told])
    }

    /// Filtered blocks among the items of a `getdata`.
    static func filteredBlocks(_ input: RawSpan, in body: Range<Int>) throws(WireError) -> Int {
        var reader = WireReader(input, in: body)
        var count = 0
        while let tag = try reader.nextTag() {
            guard tag == 10 else {
                try reader.skip(tag)
                continue
            }
            var item = try reader.message()
            // What the contract has no arm for: an unknown item, with its type in front.
            guard let tag = try item.nextTag(), tag == 58 else { continue }
            var unknown = try item.message()
            if let tag = try unknown.nextTag(), tag == 8, try unknown.uint32() & 0xFFFF == filteredBlock { count += 1 }
        }
        return count
    }

    /// MSG_FILTERED_BLOCK (BIP-0037), with MSG_WITNESS_FLAG or without.
    private static let filteredBlock: UInt32 = 3
}
