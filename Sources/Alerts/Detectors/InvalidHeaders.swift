import PeerObserver

/// Several peers send headers that do not hold, on top of the same block: one of them may be broken, several are a fork or an attack.
///
/// A header that breaks a rule by itself is misbehaviour, whoever sends it. Of a block that was found invalid, Core's log tells; an inbound
/// peer that announces it is not punished (`BLOCK_CACHED_INVALID` in net_processing.cpp), and its message has to be looked at.
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
        var time: UInt64
    }

    private var offences: [Offence] = []
    /// Blocks that the node found invalid, the newest last.
    private var invalid: [Hash256] = []
    private let least: Int
    private let window: UInt64

    private static let mostOffences = 1024
    private static let mostInvalid = 64

    init(_ parameters: Parameters) {
        least = parameters.count("peers")
        window = parameters.milliseconds("window")
    }

    /// - Parameters:
    ///   - reason: Core's words.
    ///   - header: what the peer told of last.
    mutating func misbehaved(_ peer: AlertPeer, _ reason: String, _ header: PeerHeader?, _ book: inout AlertBook) {
        guard let header, reason.contains("header"), Self.words.contains(where: reason.contains) else { return }
        add(peer, header.parent, &book)
    }

    /// The node found a block invalid; some peers may have told of it before.
    mutating func invalid(_ hash: Hash256, _ peers: borrowing PeerTable, _ book: inout AlertBook) {
        guard !invalid.contains(hash) else { return }
        if invalid.count == Self.mostInvalid { invalid.removeFirst() }
        invalid.append(hash)
        for peer in peers.all(toldOf: hash) { if let header = peer.header { add(peer.told, header.parent, &book) } }
    }

    /// A peer tells of a block.
    mutating func announced(_ header: PeerHeader, _ peer: Peer, _ book: inout AlertBook) {
        if invalid.contains(header.hash) { add(peer.told, header.parent, &book) }
    }

    private mutating func add(_ peer: AlertPeer, _ parent: Hash256, _ book: inout AlertBook) {
        offences.removeAll { $0.time + window < book.now }
        // Who is not punished may repeat it as often as it likes.
        if let known = offences.firstIndex(where: { $0.peer.id == peer.id && $0.parent == parent }) {
            offences[known].time = book.now
        } else if offences.count < Self.mostOffences {
            offences.append(Offence(peer: peer, parent: parent, time: book.now))
        } else {
            return book.overlook(.alertInvalidHeaders)
        }
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

    /// net_processing.cpp; “non-continuous” and “too many” are a peer's own fault, whatever block they build on.
    private static let words = ["invalid", "proof of work"]
}
