import PeerObserver

/// Messages of types that nobody has defined, far more often than usual. `sendtxrcncl` and `feature` come as unknown ones too, for readers of
/// the first contract, but are not.
struct UnknownMessages: SurgeDetector {
    static let facts = DetectorFacts(
        subject: .alertUnknownMessages, severity: .info,
        summary: "Peers send messages of unknown types far more often than usual.",
        parameters: Parameters.surge("Messages of unknown types", least: 60, factor: 5, start: 150))

    var surge: Surge

    private static let known = Set(MessageTable.commands)

    init(_ parameters: Parameters) { surge = parameters.surge }

    mutating func received(_ peer: Peer, type: String, _ book: inout AlertBook) {
        guard !Self.known.contains(type), let excess = surge.add(now: book.now) else { return }
        book.report(
            excess, .alertUnknownMessages, "messages of unknown types, the last one “\(type)”", unit: "messages",
            peers: [peer.told])
    }
}
