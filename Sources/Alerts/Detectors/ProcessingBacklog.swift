import PeerObserver

/// The node falls behind with messages: it answers our pings late, or what it has to announce piles up, as in May 2023.
struct ProcessingBacklog: Detector {
    static let facts = DetectorFacts(
        subject: .alertProcessingBacklog, severity: .critical,
        summary: "The node answers pings late, or transactions that it has to announce pile up.",
        parameters: [
            Parameter(
                "ping", 1, 0.001...3600,
                "Seconds for which its answer to the p2p-extractor's ping may take, three times."),
            Parameter(
                "announcements", 1000, 1...1e9, "Transactions that may wait to be announced to a peer, on the mean."),
        ])

    private var late = 0
    private let ping: Double
    private let announcements: Double

    init(_ parameters: Parameters) {
        ping = parameters["ping"]
        announcements = parameters["announcements"]
    }

    /// - Parameter nanoseconds: from our ping to the node's pong.
    mutating func pong(_ nanoseconds: UInt64, _ book: inout AlertBook) {
        let seconds = Double(nanoseconds) / 1e9
        late = seconds > ping ? late + 1 : 0
        guard late >= 3 else { return }
        book.report(
            Finding(
                subject: .alertProcessingBacklog, summary: "the node took \(Self.short(seconds)) s to answer a ping",
                measures: [AlertMeasure(name: "ping_seconds", value: seconds, threshold: ping)]))
    }

    /// An answer of getpeerinfo.
    mutating func peers(_ infos: [PeerInfo], _ book: inout AlertBook) {
        let waiting = infos.map { Double($0.invToSend) }
        guard let most = waiting.max() else { return }
        let mean = waiting.reduce(0, +) / Double(waiting.count)
        guard mean > announcements else { return }
        book.report(
            Finding(
                subject: .alertProcessingBacklog,
                summary: "\(Int(bounded: mean)) transactions wait to be announced to a peer, on the mean",
                measures: [
                    AlertMeasure(name: "announcements_waiting", value: mean, threshold: announcements),
                    AlertMeasure(name: "announcements_waiting_most", value: most),
                ]))
    }

    private static func short(_ value: Double) -> Double { (value * 10).rounded() / 10 }
}
