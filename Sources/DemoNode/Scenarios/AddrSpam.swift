/// Two inbound peers send an address message a second each, one of them `addr`, the other `addrv2`, with one to three addresses in it.
///
/// No figure is published. Bitcoin Core gathers addresses for a peer for 30 s on average (`AVG_ADDRESS_BROADCAST_INTERVAL` in
/// `net_processing.cpp`); this is 30 times as often, and a tenth of it three times. Weaker means: seldom.
struct AddrSpam: Scenario {
    static let name = "addr-spam"

    private var flooders: Flooders
    private var isOld = false

    init(intensity: Double) { flooders = Flooders(count: 2, perSecond: intensity) }

    var due: Int64? { flooders.due }

    mutating func act(_ node: inout NodeState, _ stage: inout Stage) {
        let peer = flooders.next(&node, &stage)
        let network = isOld ? NodeAddress.Network.ipv4 : .onion
        let addresses = (0..<stage.random.within(1...3)).map { _ in NodeAddress(network, random: &stage.random) }
        peer.told.addresses += addresses.count
        stage.receive(
            isOld
                ? .addr(addresses, nowSeconds: stage.nowSeconds, random: &stage.random)
                : .addrV2(addresses, nowSeconds: stage.nowSeconds, random: &stage.random), from: peer)
        isOld.toggle()
    }
}
