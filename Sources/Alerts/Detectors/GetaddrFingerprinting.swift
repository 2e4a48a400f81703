import PeerObserver

/// Peers that connect, ask for addresses, and leave: whoever compares the answers of several addresses or networks can tell that they are one
/// node's.
struct GetaddrFingerprinting: SurgeDetector {
    static let facts = DetectorFacts(
        subject: .alertGetaddrFingerprinting, severity: .warning,
        summary: "Many peers connect, send getaddr, and leave.",
        parameters: Parameters.surge("Short visits with getaddr", least: 15, factor: 4, start: 20) + [
            Parameter("visit", 120, 1...3600, "Seconds that a short visit lasts at most.")
        ])

    var surge: Surge
    private let visit: UInt64

    init(_ parameters: Parameters) {
        surge = parameters.surge
        visit = parameters.milliseconds("visit")
    }

    mutating func closed(_ peer: Peer, _ book: inout AlertBook) {
        guard peer.isWhole, peer.isInbound, peer.deeds.contains(.getaddr), book.now <= peer.firstSeen + visit,
            let excess = surge.add(now: book.now)
        else { return }
        book.report(
            excess, .alertGetaddrFingerprinting, "visits for getaddr alone", unit: "visits", peers: [peer.told])
    }
}
