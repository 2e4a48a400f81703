import PeerObserver

/// Coins leave the cache again right after they were loaded, far more often than usual: transactions that the node looks up all inputs of, and
/// then rejects (validation.cpp, `coins_to_uncache`).
struct UncacheSpike: SurgeDetector {
    static let facts = DetectorFacts(
        subject: .alertUncacheSpike, severity: .warning,
        summary: "Far more coins than usual are loaded for transactions that are then rejected.",
        parameters: Parameters.surge("Uncached coins", least: 3000, factor: 5, start: 6000))

    var surge: Surge

    init(_ parameters: Parameters) { surge = parameters.surge }

    mutating func uncached(_ book: inout AlertBook) {
        guard let excess = surge.add(now: book.now) else { return }
        book.report(excess, .alertUncacheSpike, "coins left the cache unused", unit: "coins")
    }
}
