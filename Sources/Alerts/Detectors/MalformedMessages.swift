import PeerObserver

/// Messages that cannot be decoded, far more often than usual.
struct MalformedMessages: SurgeDetector {
    static let facts = DetectorFacts(
        subject: .alertMalformedMessages, severity: .warning,
        summary: "Peers send malformed messages far more often than usual.",
        parameters: Parameters.surge("Malformed messages", least: 60, factor: 5, start: 150))

    var surge: Surge

    init(_ parameters: Parameters) { surge = parameters.surge }

    mutating func received(_ peer: Peer, type: String, _ book: inout AlertBook) {
        guard let excess = surge.add(now: book.now) else { return }
        book.report(
            excess, .alertMalformedMessages, "malformed messages, the last one “\(type)”", unit: "messages",
            peers: [peer.told])
    }
}
