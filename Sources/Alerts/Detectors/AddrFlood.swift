import Daemon
import PeerObserver

/// Peers that announce more addresses than Core's rate limit lets through: 0.1 a second, 1,000 at once (net_processing.cpp,
/// `MAX_ADDR_RATE_PER_SECOND`, `MAX_ADDR_PROCESSING_TOKEN_BUCKET`).
///
/// The log has a line for each such peer, as upstream's `AddrEntriesSpammer`; the alert is about many of them. What the addresses look like
/// is told beside it: the flood of July 2021 was of random ones, and CVE-2024-52919 is about their number.
struct AddrFlood: SurgeDetector {
    static let facts = DetectorFacts(
        subject: .alertAddrFlood, severity: .critical,
        summary: "Peers announce many more addresses than Bitcoin Core's rate limit lets through.",
        parameters: [
            Parameter(
                "threshold", 20, 0...1e9, "Addresses of a peer without a token from which on the log has a line."),
            Parameter("rate", 0.1, 0...1e6, "Tokens a second."),
            Parameter("capacity", 1000, 1...1e9, "Tokens at most; each getaddr that the node sends adds as many."),
            Parameter("initial-tokens", 1, 0...1e9, "Tokens of a new peer."),
        ] + Parameters.surge("Addresses of all peers without a token", least: 1500, factor: 4, start: 1500))

    struct PeerPart: Sendable {
        fileprivate var bucket: TokenBucket
        fileprivate var limited: UInt64 = 0
        fileprivate var getaddrs: UInt64 = 0
        fileprivate var sample = AddressSample()
        /// When it was more than the threshold for the first time.
        fileprivate(set) var reportedAt: UInt64?

        init(bucket: TokenBucket) { self.bucket = bucket }
    }

    let initialTokens: Double
    private let threshold: UInt64
    private let rate: Double
    private let capacity: Double
    /// Addresses without a token: one message that nobody has asked for is no flood.
    var surge: Surge

    init(_ parameters: Parameters) {
        threshold = UInt64(parameters.count("threshold"))
        rate = parameters["rate"]
        capacity = parameters["capacity"]
        initialTokens = parameters["initial-tokens"]
        surge = parameters.surge
    }

    /// The node asked the peer for addresses.
    func getaddrSent(_ peer: inout Peer) {
        peer.entries.bucket.add(capacity)
        peer.entries.getaddrs += 1
    }

    /// An inbound addr or addrv2 message.
    /// - Parameter body: where it lies in `input`.
    mutating func addresses(
        _ input: RawSpan, in body: Range<Int>, _ peer: inout Peer, _ book: inout AlertBook
    ) throws(WireError) {
        guard book.isWanted(.alertAddrFlood) else { return }
        var sample = AddressSample()
        try sample.add(input, in: body, now: book.now)
        guard sample.count > 0 else { return }
        peer.entries.bucket.refill(book.now, perSecond: rate, capacity: capacity)
        let without = peer.entries.bucket.take(sample.count)
        guard without > 0 else { return }
        peer.entries.limited += UInt64(without)
        peer.entries.sample.add(sample)
        if peer.entries.limited > threshold, peer.entries.reportedAt == nil {
            peer.entries.reportedAt = book.now
            book.log(
                "AddrEntriesSpammer | peer_id=\(peer.key.id) addr=\(peer.addr) | \(peer.entries.limited) addr/addrv2 entries "
                    + "rate-limited (threshold: \(threshold), bucket: \(Int(capacity)), rate: \(rate.plain)/s, "
                    + "getaddr_sent: \(peer.entries.getaddrs))")
        }
        guard let excess = surge.add(Double(without), now: book.now) else { return }
        let all = peer.entries.sample
        book.report(
            excess, .alertAddrFlood, "addresses more than the rate limit lets through", unit: "addresses",
            peers: [peer.told],
            measures: [
                AlertMeasure(name: "reserved_share", value: all.share(all.reserved)),
                AlertMeasure(name: "future_share", value: all.share(all.future)),
                AlertMeasure(name: "first_octets_spread", value: all.spread),
            ])
    }
}
