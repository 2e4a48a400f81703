import Daemon
import PeerObserver

/// A peer of a node, by the process that it is connected to and the id that it has there.
struct PeerKey: Hashable, Sendable {
    let pid: UInt32
    let id: UInt64
}

/// A block that a peer told of.
struct PeerHeader: Sendable {
    let hash: Hash256
    let parent: Hash256
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
    var deeds: Deeds = []
    /// The first of its last `headers` message, or that of its last compact block.
    var header: PeerHeader?

    var pings = PeerLimit.Part()
    var addrs = PeerLimit.Part()
    var entries: AddrFlood.PeerPart

    init(_ key: PeerKey, addr: String, isInbound: Bool, now: UInt64, initialTokens: Double) {
        self.key = key
        self.addr = addr
        address = IPAddress(addr)
        self.isInbound = isInbound
        (firstSeen, lastSeen) = (now, now)
        entries = AddrFlood.PeerPart(bucket: TokenBucket(tokens: initialTokens, now: now))
    }

    /// What it has sent, apart from version, verack, pings, pongs, wtxidrelay and sendaddrv2, which everybody sends.
    struct Deeds: OptionSet, Sendable {
        let rawValue: UInt8

        static let verack = Deeds(rawValue: 1)
        /// inv, tx, headers, blocks, addresses.
        static let announced = Deeds(rawValue: 2)
        /// getdata, getheaders, getblocks and what else wants an answer.
        static let asked = Deeds(rawValue: 4)
        static let getaddr = Deeds(rawValue: 8)
        static let version = Deeds(rawValue: 32)
        /// sendheaders, sendcmpct, feefilter and the like.
        static let other = Deeds(rawValue: 16)
    }

    var told: AlertPeer { AlertPeer(id: key.id, addr: addr, userAgent: userAgent) }

    /// Whether an alert came of it that upstream's tool has too.
    var isFlagged: Bool { pings.isReported || addrs.isReported || entries.isReported }
}
