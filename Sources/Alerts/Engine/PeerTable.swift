import PeerObserver

/// The peers that a node has now. Bounded: of too many, those that were silent the longest are forgotten.
struct PeerTable: Sendable {
    private var places: [PeerKey: Int] = [:]
    private var peers: [Peer?] = []
    private var free: [Int] = []
    /// The peer of the event before.
    private var last: (key: PeerKey, place: Int)?
    private(set) var forgotten: UInt64 = 0

    /// A node has at most some hundred connections; what is more was closed without our seeing it.
    static let limit = 16_384

    var count: Int { places.count }

    /// Where the peer is; nil for one that is not known.
    @inline(__always)
    mutating func place(of key: PeerKey) -> Int? {
        if let last, last.key == key { return last.place }
        guard let place = places[key] else { return nil }
        last = (key, place)
        return place
    }

    /// - Precondition: `place(of:)` gave the place, and the peer was not removed since.
    subscript(place: Int) -> Peer {
        _read {
            guard peers[place] != nil else { preconditionFailure("no peer here") }
            yield peers[place]!
        }
        _modify {
            guard peers[place] != nil else { preconditionFailure("no peer here") }
            yield &peers[place]!
        }
    }

    /// Of any process.
    func address(ofID id: UInt64) -> String? { peers.first { $0?.key.id == id }??.addr }

    /// Those that told of this block last.
    func all(toldOf block: Hash256) -> [Peer] { peers.compactMap { $0?.header?.hash == block ? $0 : nil } }

    func peer(_ key: PeerKey) -> Peer? { places[key].flatMap { peers[$0] } }

    /// Takes a peer in, in the place of one with the same key. Returns where it is.
    mutating func insert(_ peer: Peer) -> Int {
        if let place = places[peer.key] {
            peers[place] = peer
            return place
        }
        if places.count >= Self.limit { forgetOldest() }
        let place: Int
        if let reused = free.popLast() {
            place = reused
            peers[place] = peer
        } else {
            place = peers.count
            peers.append(peer)
        }
        places[peer.key] = place
        last = (peer.key, place)
        return place
    }

    @discardableResult
    mutating func remove(_ key: PeerKey) -> Peer? {
        guard let place = places.removeValue(forKey: key) else { return nil }
        if last?.key == key { last = nil }
        defer { peers[place] = nil }
        free.append(place)
        return peers[place]
    }

    /// Where the peers are that sent nothing since `time`.
    func unheard(since time: UInt64) -> [Int] {
        peers.indices.filter { peers[$0].map { $0.lastHeard < time } ?? false }
    }

    /// Forgets peers that were silent since `time`.
    mutating func removeSilent(since time: UInt64) {
        for peer in peers {
            guard let peer, peer.lastSeen < time else { continue }
            remove(peer.key)
        }
    }

    mutating func removeAll() {
        forgotten += UInt64(places.count)
        self = PeerTable(forgotten: forgotten)
    }

    /// An eighth of them, so that it is not done for each.
    private mutating func forgetOldest() {
        let seen = peers.compactMap { $0.map { ($0.lastSeen, $0.key) } }.sorted { $0.0 < $1.0 }
        for (_, key) in seen.prefix(Self.limit / 8) {
            remove(key)
            forgotten += 1
        }
    }

    init() {}

    private init(forgotten: UInt64) { self.forgotten = forgotten }
}
