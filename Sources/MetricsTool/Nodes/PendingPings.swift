/// Pings that the node has received and not yet answered: the last one of each peer.
struct PendingPings: Sendable {
    struct Peer: Hashable, Sendable {
        let pid: UInt32
        let id: UInt64
    }

    private struct Ping: Sendable {
        let nonce: UInt64
        let time: UInt64
        let tick: Int
    }

    private var pings: [Peer: Ping] = [:]
    private var lastAged = -1

    /// No node has as many peers at once.
    static let limit = 4096
    static let keptTicks = 600

    var count: Int { pings.count }

    /// - Parameter time: nanoseconds.
    mutating func received(_ nonce: UInt64, from peer: Peer, time: UInt64, tick: Int) {
        if pings.count >= Self.limit, pings[peer] == nil {
            // Looking through all of them for every ping would be an attack's lever.
            guard lastAged < tick else { return }
            age(tick: tick)
            guard pings.count < Self.limit else { return }
        }
        pings[peer] = Ping(nonce: nonce, time: time, tick: tick)
    }

    /// The seconds that the answer took; nil where it answers nothing that is known.
    mutating func answered(_ nonce: UInt64, to peer: Peer, time: UInt64) -> Double? {
        guard let ping = pings[peer], ping.nonce == nonce else { return nil }
        pings[peer] = nil
        return time >= ping.time ? Double(time - ping.time) / 1e9 : nil
    }

    mutating func closed(_ peer: Peer) { pings[peer] = nil }

    /// Forgets what has not been answered for long.
    mutating func age(tick: Int) {
        lastAged = tick
        if pings.contains(where: { tick - $0.value.tick > Self.keptTicks }) {
            pings = pings.filter { tick - $0.value.tick <= Self.keptTicks }
        }
    }
}
