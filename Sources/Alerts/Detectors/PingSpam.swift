import PeerObserver

/// A peer that pings far more often than once in two minutes, as Core does (`PING_INTERVAL`). Upstream's `PingSpammer`.
struct PingSpam: Detector {
    static let facts = DetectorFacts(
        subject: .alertPingSpam, severity: .warning, summary: "A peer pings the node too often.",
        parameters: [
            Parameter("threshold", 3, 0...100_000, "Pings of a peer within the window that are still fine."),
            Parameter("window", 120, 1...86_400, "Seconds."),
        ])

    struct PeerPart: Sendable {
        fileprivate var times = RecentTimes()
        fileprivate var told: UInt64?
        var isReported: Bool { told != nil }
    }

    private let threshold: Int
    private let window: UInt64

    init(_ parameters: Parameters) {
        threshold = parameters.count("threshold")
        window = parameters.milliseconds("window")
    }

    /// An inbound ping, with a nonce or without.
    func ping(_ peer: inout Peer, _ book: inout AlertBook) {
        guard let count = peer.pings.times.add(book.now, threshold: threshold, window: window) else { return }
        let isFirst = peer.pings.told == nil
        // Told again once a minute, so that the alert goes on as long as it does.
        guard book.now >= (peer.pings.told ?? 0) + 60_000 else { return }
        peer.pings.told = book.now
        if isFirst {
            book.log(
                "PingSpammer | peer_id=\(peer.key.id) addr=\(peer.addr) | \(count) pings in last \(window / 1000)s "
                    + "(threshold: \(threshold))")
        }
        book.report(
            Finding(
                subject: .alertPingSpam,
                summary: "peer \(peer.key.id) sent more than \(threshold) pings within \(window / 1000) s",
                measures: [AlertMeasure(name: "pings_in_window", value: Double(count), threshold: Double(threshold))],
                peers: [peer.told]))
    }
}
