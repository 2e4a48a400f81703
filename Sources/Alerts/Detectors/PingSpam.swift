import PeerObserver

/// A peer that pings far more often than once in two minutes, as Core does (`PING_INTERVAL`). Upstream's `PingSpammer`.
///
/// The log's line is about others, too, that ask for the round trip often: wallets made with bitcoinj every two seconds, and the
/// p2p-extractor every ten. They raise no alert.
struct PingSpam: Detector {
    static let facts = DetectorFacts(
        subject: .alertPingSpam, severity: .warning, summary: "A peer pings the node too often.",
        parameters: PeerLimit.parameters("Pings", threshold: 3, window: 120, alert: 45, alertWindow: 60))

    private static let words = PeerLimit.Words(spammer: "PingSpammer", things: "pings", measure: "pings_in_window")
    private let limit: PeerLimit

    init(_ parameters: Parameters) { limit = PeerLimit(parameters) }

    /// An inbound ping, with a nonce or without.
    func ping(_ peer: inout Peer, _ book: inout AlertBook) {
        limit.add(to: &peer, at: \.pings, .alertPingSpam, Self.words, &book)
    }
}
