import PeerObserver

/// Several peers send headers that do not hold, on top of the same block: one of them may be broken, several are a fork or an attack.
struct InvalidHeaders: Detector {
    static let facts = DetectorFacts(
        subject: .alertInvalidHeaders, severity: .critical,
        summary: "Several peers send invalid headers on top of the same block.",
        parameters: [
            Parameter("peers", 2, 2...1000, "Peers from which on it is an alert."),
            Parameter("window", 600, 1...86_400, "Seconds within which they come."),
        ])

    private struct Offence: Sendable {
        let peer: AlertPeer
        let parent: Hash256
        let time: UInt64
    }

    private var offences: [Offence] = []
    private let least: Int
    private let window: UInt64

    private static let mostOffences = 1024

    init(_ parameters: Parameters) {
        least = parameters.count("peers")
        window = parameters.milliseconds("window")
    }

    /// - Parameters:
    ///   - reason: Core's words.
    ///   - parent: the block on which the peer's last headers build.
    mutating func misbehaved(_ peer: AlertPeer, _ reason: String, parent: Hash256?, _ book: inout AlertBook) {
        guard let parent, reason.contains("header"), Self.words.contains(where: reason.contains) else { return }
        offences.removeAll { $0.time + window < book.now }
        guard offences.count < Self.mostOffences else { return book.overlook(.alertInvalidHeaders) }
        offences.append(Offence(peer: peer, parent: parent, time: book.now))
        let same = offences.filter { $0.parent == parent }
        let peers = Dictionary(same.map { ($0.peer.id, $0.peer) }, uniquingKeysWith: { $1 })
        guard peers.count >= least else { return }
        book.report(
            Finding(
                subject: .alertInvalidHeaders,
                summary: "\(peers.count) peers sent invalid headers on top of \(parent)",
                measures: [AlertMeasure(name: "peers", value: Double(peers.count), threshold: Double(least))],
                peers: peers.values.sorted { $0.id < $1.id }))
    }

    /// net_processing.cpp and validation.cpp; “non-continuous” and “too many” are a peer's own fault, whatever block they build on.
    private static let words = ["invalid", "proof of work", "mutated", "bad-", "high-hash", "time-too", "low-work"]
}
