import PeerObserver

/// Far more inbound connections than the node is used to, as when somebody fills its slots.
///
/// Where no peer may be evicted, the node drops a connection before its tracepoint (Core's `CConnman::CreateNodeFromAcceptedSocket`): a line of
/// debug.log, of category `net`, is all that tells of it.
struct ConnectionFlood: SurgeDetector {
    static let facts = DetectorFacts(
        subject: .alertConnectionFlood, severity: .warning,
        summary: "Inbound connections come far more often than usual.",
        parameters: Parameters.surge("Inbound connections", least: 250, factor: 4, start: 1000))

    var surge: Surge

    init(_ parameters: Parameters) { surge = parameters.surge }

    mutating func opened(_ peer: Peer, _ book: inout AlertBook) {
        guard let excess = surge.add(now: book.now) else { return }
        report(excess, [peer.told], &book)
    }

    /// The node has dropped one.
    mutating func refused(_ book: inout AlertBook) {
        guard let excess = surge.add(now: book.now) else { return }
        report(excess, [], &book)
    }

    private func report(_ excess: Surge.Excess, _ peers: [AlertPeer], _ book: inout AlertBook) {
        book.report(excess, .alertConnectionFlood, "inbound connections", unit: "connections", peers: peers)
    }

    private static let refusal = Array("failed to find an eviction candidate".utf8)

    /// Whether the `UnknownLogMessage` in `range` is the line of a connection that was dropped.
    static func isRefusal(_ input: RawSpan, in range: Range<Int>) throws(WireError) -> Bool {
        var reader = WireReader(input, in: range)
        while let tag = try reader.nextTag() {
            guard tag == 10 else {
                try reader.skip(tag)
                continue
            }
            let text = try reader.range()
            return input.withUnsafeBytes { $0[text].starts(with: refusal) }
        }
        return false
    }
}
