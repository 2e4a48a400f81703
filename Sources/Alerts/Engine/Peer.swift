import Daemon
import PeerObserver

/// A peer of a node, by the process that it is connected to and the id that it has there.
struct PeerKey: Hashable, Sendable {
    let pid: UInt32
    let id: UInt64
}

/// A connection of the node, with what each detector remembers of it.
struct Peer: Sendable {
    let key: PeerKey
    /// As the node prints it.
    let addr: String
    let address: IPAddress?
    var isInbound: Bool
    /// Milliseconds since the Unix epoch; of an event that told of it.
    let firstSeen: UInt64
    var lastSeen: UInt64
    /// Whether its beginning was seen: what came before is not known otherwise.
    var isWhole = false
    var userAgent: String?

    var pings = PingSpam.PeerPart()
    var addrs = AddrSpam.PeerPart()
    var entries: AddrFlood.PeerPart

    init(_ key: PeerKey, addr: String, isInbound: Bool, now: UInt64, initialTokens: Double) {
        self.key = key
        self.addr = addr
        address = IPAddress(addr)
        self.isInbound = isInbound
        (firstSeen, lastSeen) = (now, now)
        entries = AddrFlood.PeerPart(bucket: TokenBucket(tokens: initialTokens, now: now))
    }

    var told: AlertPeer { AlertPeer(id: key.id, addr: addr, userAgent: userAgent) }

    /// Whether an alert came of it that upstream's tool has too.
    var isFlagged: Bool { pings.isReported || addrs.isReported || entries.isReported }
}
