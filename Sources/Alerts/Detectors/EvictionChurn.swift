import PeerObserver

/// Inbound peers are evicted far more often than usual: all slots are taken, and somebody keeps coming (net.cpp, `AttemptToEvictConnection`).
struct EvictionChurn: SurgeDetector {
    static let facts = DetectorFacts(
        subject: .alertEvictionChurn, severity: .warning,
        summary: "Inbound peers are evicted for new ones far more often than usual.",
        parameters: Parameters.surge("Evictions", least: 30, factor: 4, start: 30))

    var surge: Surge

    init(_ parameters: Parameters) { surge = parameters.surge }

    mutating func evicted(_ connection: Connection, _ book: inout AlertBook) {
        guard let excess = surge.add(now: book.now) else { return }
        book.report(
            excess, .alertEvictionChurn, "evictions of inbound peers", unit: "evictions",
            peers: [AlertPeer(id: connection.peerID, addr: connection.addr)])
    }
}
