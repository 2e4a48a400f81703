import PeerObserver

/// Peers break the rules far more often than usual (net_processing.cpp, `Misbehaving`).
struct MisbehaviourSpike: Detector {
    static let facts = DetectorFacts(
        subject: .alertMisbehaviourSpike, severity: .warning, summary: "Peers misbehave far more often than usual.",
        parameters: Parameters.surge("Misbehaving peers", least: 10, factor: 5, start: 20))

    private var misbehaviour: Surge

    init(_ parameters: Parameters) { misbehaviour = parameters.surge }

    var level: Level? { misbehaviour.level }

    mutating func misbehaved(_ peer: AlertPeer, _ reason: String, _ book: inout AlertBook) {
        guard let excess = misbehaviour.add(now: book.now) else { return }
        book.report(
            excess, .alertMisbehaviourSpike, "misbehaviours, the last one “\(reason)”", unit: "misbehaviours",
            peers: [peer])
    }

    mutating func tick(_ peers: borrowing PeerTable, _ book: inout AlertBook) { misbehaviour.move(to: book.now) }
}
