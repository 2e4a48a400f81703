import PeerObserver

/// Far more inbound connections than the node is used to, as when somebody fills its slots.
struct ConnectionFlood: Detector {
    static let facts = DetectorFacts(
        subject: .alertConnectionFlood, severity: .warning,
        summary: "Inbound connections come far more often than usual.",
        parameters: Parameters.surge("Inbound connections", least: 250, factor: 4, start: 1000))

    private var connections: Surge

    init(_ parameters: Parameters) { connections = parameters.surge }

    var level: Level? { connections.level }

    mutating func opened(_ peer: Peer, _ book: inout AlertBook) {
        guard let excess = connections.add(now: book.now) else { return }
        book.report(excess, .alertConnectionFlood, "inbound connections", unit: "connections", peers: [peer.told])
    }

    mutating func tick(_ peers: borrowing PeerTable, _ book: inout AlertBook) { connections.move(to: book.now) }
}
