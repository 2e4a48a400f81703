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
    /// When it sent something, or was asked for addresses, for the last time: what upstream's tool goes by.
    var lastHeard: UInt64
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
        (firstSeen, lastSeen, lastHeard) = (now, now, now)
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
}

// MARK: As upstream's tool has it

extension Peer {
    /// What the log has called it, in upstream's order, and since when.
    private var flags: [(name: String, since: UInt64)] {
        [
            ("PingSpammer", pings.reportedAt), ("AddrSpammer", addrs.reportedAt),
            ("AddrEntriesSpammer", entries.reportedAt),
        ].compactMap { name, since in since.map { (name, $0) } }
    }

    /// Upstream's line for a peer that was flagged and is gone; nil for any other one.
    func farewell(_ now: UInt64) -> String? {
        let flags = flags
        guard let since = flags.map(\.since).min() else { return nil }
        let names = flags.map(\.name).joined(separator: ", ")
        return
            "PeerDisconnected | peer_id=\(key.id) addr=\(addr) | active=\((now - min(since, now)) / 1000)s | flags=[\(names)]"
    }

    /// Forgets what it has sent too much of: upstream's tool takes a peer that sent nothing for long for gone, and for a new one when it sends again.
    mutating func forgetExcess(_ now: UInt64, initialTokens: Double) {
        (pings, addrs) = (PeerLimit.Part(), PeerLimit.Part())
        entries = AddrFlood.PeerPart(bucket: TokenBucket(tokens: initialTokens, now: now))
    }
}
