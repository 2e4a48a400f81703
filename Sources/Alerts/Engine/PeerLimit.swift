import PeerObserver

/// Finds peers that send something too often, by a sliding window for each.
///
/// Upstream's line is about more than the threshold; the alert has numbers of its own, which nothing ordinary reaches.
struct PeerLimit: Sendable {
    /// What is remembered of a peer: the last moments, as many as are needed to tell that there were too many.
    struct Part: Sendable {
        fileprivate var times: [UInt64] = []
        fileprivate var next = 0
        /// When an alert was last reported.
        fileprivate var told: UInt64?
        /// When it was more than the threshold for the first time.
        fileprivate(set) var reportedAt: UInt64?

        /// When the one came that lies so many before the last one; nil where there was none.
        fileprivate func time(before count: Int) -> UInt64? {
            count < times.count ? times[(next + times.count - 1 - count) % times.count] : nil
        }
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
    private let alertThreshold: Int
    private let alertWindow: UInt64

    /// Between two findings of a peer that goes on.
    private static let pause: UInt64 = 60_000

    init(_ parameters: Parameters) {
        threshold = parameters.count("threshold")
        window = parameters.milliseconds("window")
        alertThreshold = parameters.count("alert")
        alertWindow = parameters.milliseconds("alert-window")
    }

    /// - Parameter what: what there are so many of.
    static func parameters(
        _ what: String, threshold: Double, window: Double, alert: Double, alertWindow: Double
    ) -> [Parameter] {
        [
            // As many moments are kept of each peer.
            Parameter("threshold", threshold, 0...1000, "\(what) of a peer of which the log has no line yet."),
            Parameter("window", window, 1...86_400, "Seconds within which they come."),
            Parameter("alert", alert, 0...1000, "\(what) of a peer that are no alert yet."),
            Parameter("alert-window", alertWindow, 1...86_400, "Seconds within which they come."),
        ]
    }

    /// Takes one in.
    /// - Parameter path: where it is remembered.
    func add(
        to peer: inout Peer, at path: WritableKeyPath<Peer, Part>, _ subject: Subject, _ words: Words,
        _ book: inout AlertBook
    ) {
        // Who wants none of these alerts wants none of their lines.
        guard book.isWanted(subject) else { return }
        let (isNew, isAlert) = add(to: &peer[keyPath: path], now: book.now)
        if isNew {
            book.log(
                "\(words.spammer) | peer_id=\(peer.key.id) addr=\(peer.addr) | \(threshold + 1) \(words.things) in last "
                    + "\(window / 1000)s (threshold: \(threshold))")
        }
        guard isAlert else { return }
        book.report(
            Finding(
                subject: subject,
                summary: "peer \(peer.key.id) sent more than \(alertThreshold) \(words.things) within "
                    + "\(alertWindow / 1000) s",
                measures: [
                    AlertMeasure(
                        name: words.measure, value: Double(alertThreshold + 1), threshold: Double(alertThreshold))
                ],
                peers: [peer.told]))
    }

    /// Returns whether the log and whether an alert has to tell of it.
    private func add(to part: inout Part, now: UInt64) -> (isNew: Bool, isAlert: Bool) {
        if part.times.count <= max(threshold, alertThreshold) {
            part.times.append(now)
            part.next = 0
        } else {
            part.times[part.next] = now
            part.next = (part.next + 1) % part.times.count
        }
        let isNew = part.reportedAt == nil && isTooMuch(threshold, window, part, now)
        if isNew { part.reportedAt = now }
        let isAlert =
            now >= part.told.map({ $0 + Self.pause }) ?? 0 && isTooMuch(alertThreshold, alertWindow, part, now)
        if isAlert { part.told = now }
        return (isNew, isAlert)
    }

    /// Whether more than so many came within the window.
    private func isTooMuch(_ number: Int, _ window: UInt64, _ part: Part, _ now: UInt64) -> Bool {
        part.time(before: number).map { now <= $0 &+ window } ?? false
    }
}
