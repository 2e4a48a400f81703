import PeerObserver

/// Compact blocks do not come together from the mempool: block after block, many of its transactions have to be asked for, which delays it.
struct ReconstructionFailures: Detector {
    static let facts = DetectorFacts(
        subject: .alertReconstructionFailures, severity: .warning,
        summary: "Many transactions of compact blocks have to be asked for.",
        parameters: [
            Parameter("share", 0.05, 0...1, "Of a block's transactions that may be missing."),
            Parameter("transactions", 100, 1...1e6, "Of a block from which on it is judged."),
            Parameter("blocks", 2, 1...100, "Blocks of the last three in which more may be missing."),
        ],
        // Blocks are ten minutes apart.
        resolveAfter: 3600)

    private struct Block: Sendable {
        let hash: Hash256
        let transactions: Int
        var missing = 0
    }

    /// The newest that were connected or had something missing.
    private var blocks: [Block] = []
    /// The newest of which a compact block came: anybody may send one of an old block.
    private var candidates: [Block] = []
    private let share: Double
    private let most: Int
    private let least: Int

    private static let kept = 3
    private static let mostCandidates = 64

    init(_ parameters: Parameters) {
        share = parameters["share"]
        most = parameters.count("blocks")
        least = parameters.count("transactions")
    }

    /// A compact block came.
    mutating func announced(_ hash: Hash256, transactions: Int) {
        guard transactions >= least, !candidates.contains(where: { $0.hash == hash }) else { return }
        if candidates.count == Self.mostCandidates { candidates.removeFirst() }
        candidates.append(Block(hash: hash, transactions: transactions))
    }

    /// A block was connected.
    mutating func connected(_ hash: Hash256) { _ = take(hash) }

    /// Returns where it is among those that are judged.
    private mutating func take(_ hash: Hash256) -> Int? {
        if let index = blocks.firstIndex(where: { $0.hash == hash }) { return index }
        guard let candidate = candidates.first(where: { $0.hash == hash }) else { return nil }
        if blocks.count == Self.kept { blocks.removeFirst() }
        blocks.append(candidate)
        return blocks.count - 1
    }

    /// The node asks a peer for `count` transactions of a block.
    mutating func requested(_ hash: Hash256, _ count: Int, _ peer: Peer, _ book: inout AlertBook) {
        guard let index = take(hash) else { return }
        blocks[index].missing = max(blocks[index].missing, count)
        let bad = blocks.filter { Double($0.missing) > Double($0.transactions) * share }
        guard bad.count >= most, bad.contains(where: { $0.hash == hash }) else { return }
        let worst = bad.map { Double($0.missing) / Double($0.transactions) }.max() ?? 0
        book.report(
            Finding(
                subject: .alertReconstructionFailures,
                summary:
                    "\(count) of \(blocks[index].transactions) transactions of a compact block had to be asked for",
                measures: [
                    AlertMeasure(name: "missing_share", value: worst, threshold: share),
                    AlertMeasure(name: "blocks", value: Double(bad.count), threshold: Double(most)),
                ],
                peers: [peer.told]))
    }
}
