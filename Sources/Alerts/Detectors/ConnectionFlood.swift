import PeerObserver

/// Far more inbound connections than the node is used to, as when somebody fills its slots.
struct ConnectionFlood: SurgeDetector {
    static let facts = DetectorFacts(
        subject: .alertConnectionFlood, severity: .warning,
        summary: "Inbound connections come far more often than usual.",
        parameters: Parameters.surge("Inbound connections", least: 250, factor: 4, start: 1000))

    var surge: Surge

    init(_ parameters: Parameters) { surge = parameters.surge }

    mutating func opened(_ peer: Peer, _ book: inout AlertBook) {
        guard let excess = surge.add(now: book.now) else { return }
        book.report(excess, .alertConnectionFlood, "inbound connections", unit: "connections", peers: [peer.told])
    }
}
