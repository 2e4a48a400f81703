/// Who is connected.
struct PeerSet {
    /// Ids below are those of recorded peers.
    static let firstID: Int64 = 100
    static let mostInbound = 60
    /// As many of the ordinary traffic's inbound peers stay whatever a scenario does.
    static let protectedInbound = 20

    private(set) var all: [Peer] = []
    private(set) var relaying: [Peer] = []
    /// Whom a scenario has connected: the ordinary traffic does not go over these.
    private(set) var guests: [Peer] = []
    private var nextID = firstID
    private var slowPercent = 0

    /// The peers that were there before anything was traced.
    init(nowSeconds: Int64, random: inout Random) {
        let types: [ConnectionType] =
            Array(repeating: .outboundFullRelay, count: 8) + [.blockRelayOnly, .blockRelayOnly, .manual]
            + Array(repeating: .inbound, count: 32)
        for type in types {
            open(type, nowSeconds: nowSeconds - Int64(random.within(600...800_000)), random: &random)
        }
    }

    @discardableResult
    mutating func open(_ type: ConnectionType, nowSeconds: Int64, random: inout Random) -> Peer {
        let peer = Peer(id: nextID, connectionType: type, establishedSeconds: nowSeconds, random: &random)
        if slowPercent > 0 { peer.told.isSlow = random.chance(percent: slowPercent) }
        nextID += 1
        all.append(peer)
        if type.relaysTransactions { relaying.append(peer) }
        return peer
    }

    mutating func openGuest(_ type: ConnectionType, address: NodeAddress, nowSeconds: Int64) -> Peer {
        let peer = Peer(id: nextID, connectionType: type, from: address, establishedSeconds: nowSeconds)
        nextID += 1
        guests.append(peer)
        return peer
    }

    mutating func close(_ peer: Peer) {
        if let index = guests.firstIndex(where: { $0 === peer }) {
            guests.remove(at: index)
            return
        }
        all.removeAll { $0 === peer }
        relaying.removeAll { $0 === peer }
    }

    /// As many of those that are there and of those that will come take their time.
    mutating func makeSlow(percent: Int, random: inout Random) {
        guard percent > 0 else { return }
        slowPercent = percent
        for peer in all { peer.told.isSlow = random.chance(percent: percent) }
    }

    /// The node counts its peers anew.
    ///
    /// - Precondition: there are none.
    mutating func startAgain() { nextID = Self.firstID }

    func isConnected(_ peer: Peer) -> Bool { guests.contains { $0 === peer } || all.contains { $0 === peer } }

    /// With a scenario's.
    func count(inbound: Bool) -> Int {
        all.count { $0.connectionType.isInbound == inbound } + guests.count { $0.connectionType.isInbound == inbound }
    }

    func count(_ type: ConnectionType) -> Int { all.count { $0.connectionType == type } }

    /// - Precondition: there is such a peer; the node starts with some of each and closes connections only above its limits.
    func any(_ type: ConnectionType, random: inout Random) -> Peer {
        random.element(of: all.filter { $0.connectionType == type })
    }
}
