import PeerObserver

/// A peer that sends far more addr and addrv2 messages than one in half a minute, as Core does (`AVG_ADDRESS_BROADCAST_INTERVAL`).
/// Upstream's `AddrSpammer`.
struct AddrSpam: Detector {
    static let facts = DetectorFacts(
        subject: .alertAddrSpam, severity: .warning, summary: "A peer sends addr and addrv2 messages too often.",
        parameters: [
            Parameter("threshold", 6, 0...100_000, "Messages of a peer within the window that are still fine."),
            Parameter("window", 60, 1...86_400, "Seconds."),
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

    /// An inbound addr or addrv2 message.
    func addresses(_ peer: inout Peer, _ book: inout AlertBook) {
        guard let count = peer.addrs.times.add(book.now, threshold: threshold, window: window) else { return }
        let isFirst = peer.addrs.told == nil
        guard book.now >= (peer.addrs.told ?? 0) + 60_000 else { return }
        peer.addrs.told = book.now
        if isFirst {
            book.log(
                "AddrSpammer | peer_id=\(peer.key.id) addr=\(peer.addr) | \(count) addr/addrv2 messages in last "
                    + "\(window / 1000)s (threshold: \(threshold))")
        }
        book.report(
            Finding(
                subject: .alertAddrSpam,
                summary: "peer \(peer.key.id) sent more than \(threshold) addr messages within \(window / 1000) s",
                measures: [
                    AlertMeasure(name: "messages_in_window", value: Double(count), threshold: Double(threshold))
                ],
                peers: [peer.told]))
    }
}
