/// A visitor comes over one network after the other, asks for addresses once, takes the answer, which the node keeps for each network,
/// and goes. It comes again and again from few addresses, to tell by the answers which nodes on different networks are one.
///
/// D. Brozzoni, naiyoma, "Fingerprinting nodes via addr requests", Delving Bitcoin, 2025
/// (https://delvingbitcoin.org/t/fingerprinting-nodes-via-addr-requests/1786), and Bitcoin Core's pull request 33498 of 29 September 2025
/// (https://github.com/bitcoin/bitcoin/pull/33498): the networks, one request a connection, and answers that are kept for about a day. How
/// often one comes is in neither: a visit every two seconds is ours. Weaker means: seldom.
struct GetaddrFingerprinting: Scenario {
    static let name = "getaddr-fingerprinting"

    private static let addressesOfANetwork = 2

    private var visits: Pace
    private var leaving = Agenda<Peer>()
    /// From where it comes, made when it comes first.
    private var addresses: [NodeAddress] = []
    private var turn = 0

    init(intensity: Double) { visits = Pace(perSecond: 0.5 * intensity) }

    var due: Int64? { min(visits.due, leaving.due ?? .max) }

    mutating func act(_ node: inout NodeState, _ stage: inout Stage) {
        if let due = leaving.due, due <= visits.due {
            if let peer = leaving.next() { stage.disconnect(peer, &node) }
            return
        }
        visits.advance()
        if addresses.isEmpty {
            for _ in 0..<Self.addressesOfANetwork {
                addresses += NodeAddress.Network.allCases.map { NodeAddress(spread: $0, random: &stage.random) }
            }
        }
        turn = (turn + 1) % addresses.count
        let home = addresses[turn]
        let port = home.network == .i2p ? 0 : UInt16(stage.random.within(32768...60999))
        let peer = stage.welcome(from: NodeAddress(home.network, bytes: home.bytes, port: port), &node)
        stage.receive(Message("getaddr"), from: peer)
        stage.send(node.pool.any(MessagePool.getaddrAnswer, &stage.random), to: peer)
        leaving.add(peer, at: stage.elapsed + .seconds(1))
    }
}
