/// What CVE-2024-52919 takes: 2^32 addresses, which overflow the number that each entry of the address manager of Bitcoin Core before
/// v22.0 gets. Four inbound peers send `addr` messages of 1,000 addresses, which is the most that a node takes at once
/// (`MAX_ADDR_TO_SEND`), all of them different.
///
/// "Disclosure of CVE-2024-52919", Bitcoin Core, 31 July 2024
/// (https://bitcoincore.org/en/2024/07/31/disclose-addrman-int-overflow/). Bitcoin Optech 314 of 2 August 2024 reckons with 4
/// million messages (https://bitcoinops.org/en/newsletters/2024/08/02/). How long an attacker would take is in neither: five messages
/// a second, ours, reach 2^32 in ten days. Weaker means: more slowly.
struct AddrFlood2024: Scenario {
    static let name = "addr-flood-2024"

    static let addressesOfAMessage = 1000
    private static let peers = 4
    private static let messagesPerSecond = 5.0

    private var flooders: Flooders

    init(intensity: Double) {
        flooders = Flooders(count: Self.peers, perSecond: Self.messagesPerSecond / Double(Self.peers) * intensity)
    }

    var due: Int64? { flooders.due }

    mutating func act(_ node: inout NodeState, _ stage: inout Stage) {
        let peer = flooders.next(&node, &stage)
        stage.receive(
            AddrFlood.message(Self.addressesOfAMessage, nowSeconds: stage.nowSeconds, random: &stage.random),
            from: peer)
        peer.told.addresses += Self.addressesOfAMessage
    }
}
