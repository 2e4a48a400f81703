import PeerObserver

/// Two inbound peers send ten transactions a second whose parents nobody has: the node keeps the last 100, asks for the parents, and does
/// not get them.
///
/// Bitcoin Core, "Disclosure of significant DoS due to orphan handling", 3 July 2024
/// (https://bitcoincore.org/en/2024/07/03/disclose-orphan-dos/), for the 100 that are kept. How fast they came is not in it: ten a second,
/// ours, fill that in ten seconds. Weaker means: more slowly.
struct OrphanFlood: Scenario {
    static let name = "orphan-flood"

    static let mostOrphans = 100

    private var flooders: Flooders
    private var orphans: [Transaction] = []

    init(intensity: Double) { flooders = Flooders(count: 2, perSecond: 5 * intensity) }

    var due: Int64? { flooders.due }

    mutating func act(_ node: inout NodeState, _ stage: inout Stage) {
        let peer = flooders.next(&node, &stage)
        guard let orphan = try? GeneratedTransaction(random: &stage.random) else { return }
        orphans.append(Transaction(txid: orphan.txid, wtxid: orphan.wtxid, raw: orphan.raw))
        if orphans.count > Self.mostOrphans { orphans.removeFirst() }
        let parent = stage.random.hash()
        stage.receive(Message("tx", orphan.raw), from: peer)
        stage.hit(.rejected(txid: orphan.txid, reason: "bad-txns-inputs-missingorspent"))
        stage.say(
            """
            [msghand] [txpackages] stored orphan tx \(orphan.txid) (wtxid=\(orphan.wtxid)), weight: \(orphan.vsize * 4) \
            (mapsz \(orphans.count) outsz \(orphans.count))
            """)
        stage.send(.inventory("getdata", [.witnessTransaction(parent)]), to: peer)
        stage.receive(.inventory("notfound", [.witnessTransaction(parent)]), from: peer)
    }

    func change(_ facts: inout NodeFacts, elapsed: Int64) { facts.orphans += orphans }
}
