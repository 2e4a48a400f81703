import PeerObserver

/// Transactions whose parents are missing come in numbers: they take the node's memory and time, and push honest ones out.
struct OrphanFlood: SurgeDetector {
    static let facts = DetectorFacts(
        subject: .alertOrphanFlood, severity: .warning,
        summary: "Orphan transactions come, or push each other out, far more often than usual.",
        parameters: Parameters.surge("Orphans that are new or pushed out", least: 150, factor: 5, start: 450))

    var surge: Surge
    private var known: Set<String> = []
    private var hasAnswer = false
    /// When tracepoints last told of one, and debug.log: each orphan counts once, by the first of the three that there is.
    private var lastRefused: UInt64?
    private var lastLogged: UInt64?

    private static let mostKnown = 16_384
    private static let memory: UInt64 = 600_000

    init(_ parameters: Parameters) { surge = parameters.surge }

    /// An answer of getorphantxs.
    mutating func answer(_ answer: OrphanTxs, _ peers: borrowing PeerTable, _ book: inout AlertBook) {
        let now = Set(answer.orphans.prefix(Self.mostKnown).map(\.wtxid))
        let new = now.subtracting(known).count
        known = now
        defer { hasAnswer = true }
        guard hasAnswer, new > 0, !isRecent(lastRefused, book.now), !isRecent(lastLogged, book.now),
            let excess = surge.add(Double(new), now: book.now)
        else { return }
        var counts: [UInt64: Int] = [:]
        for orphan in answer.orphans { for peer in orphan.from { counts[peer, default: 0] += 1 } }
        let top = counts.sorted { ($0.value, $1.key) > ($1.value, $0.key) }.prefix(5)
        book.report(
            excess, .alertOrphanFlood, "orphan transactions", unit: "orphans",
            peers: top.map { AlertPeer(id: $0.key, addr: peers.address(ofID: $0.key) ?? "") })
    }

    /// The node refused a transaction for want of its inputs.
    mutating func refused(_ book: inout AlertBook) {
        lastRefused = book.now
        guard let excess = surge.add(now: book.now) else { return }
        book.report(excess, .alertOrphanFlood, "orphan transactions", unit: "orphans")
    }

    private func isRecent(_ time: UInt64?, _ now: UInt64) -> Bool { time.map { now < $0 + Self.memory } ?? false }

    /// Core's reason for it (`TxValidationResult::TX_MISSING_INPUTS`).
    static let reason = "bad-txns-inputs-missingorspent"

    /// Lines of debug.log tell of `count` orphans that were pushed out.
    mutating func logged(_ count: UInt64, _ peer: UInt64?, _ peers: borrowing PeerTable, _ book: inout AlertBook) {
        lastLogged = book.now
        guard !isRecent(lastRefused, book.now), let excess = surge.add(Double(count), now: book.now) else { return }
        let told = peer.map { AlertPeer(id: $0, addr: peers.address(ofID: $0) ?? "") }
        book.report(
            excess, .alertOrphanFlood, "orphan transactions", unit: "orphans", peers: told.map { [$0] } ?? [])
    }
}
