import PeerObserver

/// Messages that cannot be decoded, far more often than usual.
struct MalformedMessages: Detector {
    static let facts = DetectorFacts(
        subject: .alertMalformedMessages, severity: .warning,
        summary: "Peers send malformed messages far more often than usual.",
        parameters: Parameters.surge("Malformed messages", least: 60, factor: 5, start: 150))

    private var messages: Surge

    init(_ parameters: Parameters) { messages = parameters.surge }

    var level: Level? { messages.level }

    mutating func received(_ peer: Peer, type: String, _ book: inout AlertBook) {
        guard let excess = messages.add(now: book.now) else { return }
        book.report(
            excess, .alertMalformedMessages, "malformed messages, the last one “\(type)”", unit: "messages",
            peers: [peer.told])
    }

    mutating func tick(_ peers: borrowing PeerTable, _ book: inout AlertBook) { messages.move(to: book.now) }
}
