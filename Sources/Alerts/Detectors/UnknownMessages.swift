import PeerObserver

/// Messages of types that nobody has defined, far more often than usual.
struct UnknownMessages: Detector {
    static let facts = DetectorFacts(
        subject: .alertUnknownMessages, severity: .info,
        summary: "Peers send messages of unknown types far more often than usual.",
        parameters: Parameters.surge("Messages of unknown types", least: 60, factor: 5, start: 150))

    private var messages: Surge

    init(_ parameters: Parameters) { messages = parameters.surge }

    var level: Level? { messages.level }

    mutating func received(_ peer: Peer, type: String, _ book: inout AlertBook) {
        guard let excess = messages.add(now: book.now) else { return }
        book.report(
            excess, .alertUnknownMessages, "messages of unknown types, the last one “\(type)”", unit: "messages",
            peers: [peer.told])
    }

    mutating func tick(_ peers: borrowing PeerTable, _ book: inout AlertBook) { messages.move(to: book.now) }
}
