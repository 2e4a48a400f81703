import PeerObserver

/// Peers break the rules far more often than usual (net_processing.cpp, `Misbehaving`).
struct MisbehaviourSpike: SurgeDetector {
    static let facts = DetectorFacts(
        subject: .alertMisbehaviourSpike, severity: .warning, summary: "Peers misbehave far more often than usual.",
        parameters: Parameters.surge("Misbehaving peers", least: 10, factor: 5, start: 20))

    var surge: Surge

    init(_ parameters: Parameters) { surge = parameters.surge }

    mutating func misbehaved(_ peer: AlertPeer, _ reason: String, _ book: inout AlertBook) {
        guard let excess = surge.add(now: book.now) else { return }
        // Core gives none for a block that does not hold.
        let words = reason.isEmpty ? "misbehaviours" : "misbehaviours, the last one “\(reason)”"
        book.report(
            excess, .alertMisbehaviourSpike, words, unit: "misbehaviours",
            peers: [peer])
    }
}
