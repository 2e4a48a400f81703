import PeerObserver

/// A peer that sends far more addr and addrv2 messages than one in half a minute, as Core does on average
/// (`AVG_ADDRESS_BROADCAST_INTERVAL`); by chance it is seven in a minute now and then, as upstream's line tells.
/// Upstream's `AddrSpammer`.
struct AddrSpam: Detector {
    static let facts = DetectorFacts(
        subject: .alertAddrSpam, severity: .warning, summary: "A peer sends addr and addrv2 messages too often.",
        parameters: PeerLimit.parameters("Messages", threshold: 6, window: 60, alert: 18, alertWindow: 60))

    private static let words = PeerLimit.Words(
        spammer: "AddrSpammer", things: "addr/addrv2 messages", measure: "messages_in_window")
    private let limit: PeerLimit

    init(_ parameters: Parameters) { limit = PeerLimit(parameters) }

    /// An inbound addr or addrv2 message.
    func addresses(_ peer: inout Peer, _ book: inout AlertBook) {
        limit.add(to: &peer, at: \.addrs, .alertAddrSpam, Self.words, &book)
    }
}
