import Daemon
import PeerObserver

/// A peer that announces more addresses than Core's rate limit lets through: 0.1 a second, 1,000 at once (net_processing.cpp,
/// `MAX_ADDR_RATE_PER_SECOND`, `MAX_ADDR_PROCESSING_TOKEN_BUCKET`). Upstream's `AddrEntriesSpammer`.
///
/// What the addresses look like is told beside it: the flood of July 2021 was of random ones, and CVE-2024-52919 is about many of them.
struct AddrFlood: Detector {
    static let facts = DetectorFacts(
        subject: .alertAddrFlood, severity: .critical,
        summary: "A peer announces more addresses than Bitcoin Core's rate limit lets through.",
        parameters: [
            Parameter("threshold", 20, 0...1e9, "Addresses of a peer without a token that are still fine."),
            Parameter("rate", 0.1, 0...1e6, "Tokens a second."),
            Parameter("capacity", 1000, 1...1e9, "Tokens at most; each getaddr that the node sends adds as many."),
            Parameter("initial-tokens", 1, 0...1e9, "Tokens of a new peer."),
        ])

    struct PeerPart: Sendable {
        fileprivate var bucket: TokenBucket
        fileprivate var limited: UInt64 = 0
        fileprivate var getaddrs: UInt64 = 0
        fileprivate var told: UInt64?
        fileprivate var sample = AddressSample()
        var isReported: Bool { told != nil }

        init(bucket: TokenBucket) { self.bucket = bucket }
    }

    let initialTokens: Double
    private let threshold: UInt64
    private let rate: Double
    private let capacity: Double

    init(_ parameters: Parameters) {
        threshold = UInt64(parameters.count("threshold"))
        rate = parameters["rate"]
        capacity = parameters["capacity"]
        initialTokens = parameters["initial-tokens"]
    }

    /// The node asked the peer for addresses.
    func getaddrSent(_ peer: inout Peer) {
        peer.entries.bucket.add(capacity)
        peer.entries.getaddrs += 1
    }

    /// An inbound addr or addrv2 message.
    /// - Parameter body: where it lies in `input`.
    func addresses(
        _ input: RawSpan, in body: Range<Int>, _ peer: inout Peer, _ book: inout AlertBook
    ) throws(WireError) {
        var sample = AddressSample()
        try sample.add(input, in: body, now: book.now)
        guard sample.count > 0 else { return }
        peer.entries.bucket.refill(book.now, perSecond: rate, capacity: capacity)
        let without = peer.entries.bucket.take(sample.count)
        guard without > 0 else { return }
        peer.entries.limited += UInt64(without)
        peer.entries.sample.add(sample)
        guard peer.entries.limited > threshold, book.now >= (peer.entries.told ?? 0) + 60_000 else { return }
        if peer.entries.told == nil {
            book.log(
                "AddrEntriesSpammer | peer_id=\(peer.key.id) addr=\(peer.addr) | \(peer.entries.limited) addr/addrv2 entries "
                    + "rate-limited (threshold: \(threshold), bucket: \(Int(capacity)), rate: \(Self.short(rate))/s, "
                    + "getaddr_sent: \(peer.entries.getaddrs))")
        }
        peer.entries.told = book.now
        book.report(finding(peer))
    }

    private func finding(_ peer: Peer) -> Finding {
        let sample = peer.entries.sample
        return Finding(
            subject: .alertAddrFlood,
            summary:
                "peer \(peer.key.id) announced \(peer.entries.limited) addresses more than the rate limit lets through",
            measures: [
                AlertMeasure(
                    name: "addresses_without_token", value: Double(peer.entries.limited), threshold: Double(threshold)),
                AlertMeasure(name: "reserved_share", value: sample.share(sample.reserved)),
                AlertMeasure(name: "future_share", value: sample.share(sample.future)),
                AlertMeasure(name: "first_octets_spread", value: sample.spread),
            ],
            peers: [peer.told])
    }

    /// As Rust prints a number: whole ones without a point.
    private static func short(_ value: Double) -> String {
        value == value.rounded() && abs(value) < 1e15 ? "\(Int(value))" : "\(value)"
    }
}
