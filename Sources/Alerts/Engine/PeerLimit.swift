import PeerObserver

/// Finds peers that send something too often, by a sliding window for each.
struct PeerLimit: Sendable {
    /// What is remembered of a peer: the last moments, as many as are needed to tell that there were too many.
    struct Part: Sendable {
        fileprivate var times: [UInt64] = []
        fileprivate var next = 0
        fileprivate var told: UInt64?
        /// Whether it was ever too much.
        var isReported: Bool { told != nil }
    }

    struct Excess: Sendable {
        let count: Int
        let isFirst: Bool
    }

    /// What is sent, for people.
    struct Words: Sendable {
        /// What upstream calls such a peer.
        let spammer: String
        /// As upstream calls them.
        let things: String
        let measure: String
    }

    private let threshold: Int
    private let window: UInt64

    /// Between two findings of a peer that goes on.
    private static let pause: UInt64 = 60_000

    init(_ parameters: Parameters) {
        threshold = parameters.count("threshold")
        window = parameters.milliseconds("window")
    }

    /// - Parameter what: what there are so many of.
    static func parameters(_ what: String, threshold: Double, window: Double) -> [Parameter] {
        [
            // As many moments are kept of each peer.
            Parameter("threshold", threshold, 0...1000, "\(what) of a peer within the window that are still fine."),
            Parameter("window", window, 1...86_400, "Seconds."),
        ]
    }

    /// Takes one in. Returns how many there were within the window where that is too much, once a minute.
    func add(_ part: inout Part, now: UInt64) -> Excess? {
        if part.times.count <= threshold {
            part.times.append(now)
        } else {
            part.times[part.next] = now
            part.next = (part.next + 1) % part.times.count
        }
        // The oldest of one more than the threshold.
        guard part.times.count > threshold, now <= part.times[part.next] &+ window,
            now >= part.told.map({ $0 + Self.pause }) ?? 0
        else { return nil }
        defer { part.told = now }
        return Excess(count: part.times.count, isFirst: part.told == nil)
    }

    func report(_ excess: Excess, _ peer: Peer, _ subject: Subject, _ words: Words, _ book: inout AlertBook) {
        let seconds = window / 1000
        if excess.isFirst {
            book.log(
                "\(words.spammer) | peer_id=\(peer.key.id) addr=\(peer.addr) | \(excess.count) \(words.things) in last "
                    + "\(seconds)s (threshold: \(threshold))")
        }
        book.report(
            Finding(
                subject: subject,
                summary: "peer \(peer.key.id) sent more than \(threshold) \(words.things) within \(seconds) s",
                measures: [
                    AlertMeasure(name: words.measure, value: Double(excess.count), threshold: Double(threshold))
                ],
                peers: [peer.told]))
    }
}
