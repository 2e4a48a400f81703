import PeerObserver

/// More transactions come than the node announces: 33 a second, of which it announces seven to each peer. The scenario begins where that has
/// gone on for a while: 60,000 wait for every seventh peer, some 9,000 for a peer on the mean, and 26 a second come on top; the
/// answers to pings take up to five seconds longer, and do so within ten.
///
/// Bitcoin Core, "Disclosure of DoS due to inv-to-send sets growing too large", 9 October 2024
/// (https://bitcoincore.org/en/2024/10/08/disclose-large-inv-to-send/), for the case of May 2023 and the seven a second; b10c, "Increased
/// b-msghand thread utilization due to many 352 byte runestone inscriptions on 2025-11-17"
/// (https://bnoc.xyz/t/increased-b-msghand-thread-utilization-due-to-many-352-byte-runestone-inscriptions-on-2025-11-17/58), for more than
/// 2,000 transactions a minute; b10c, "Increased b-msghand thread utilization due to runestone transactions on 2026-02-17"
/// (https://bnoc.xyz/t/increased-b-msghand-thread-utilization-due-to-runestone-transactions-on-2026-02-17/81), for the 60,000 and 1.7 million in
/// all, here with 190 peers as in May 2023. How late the answers came is in none of them: five seconds are ours. Weaker means: fewer
/// transactions, of those that wait too, and less delay.
struct ProcessingBacklog: Scenario {
    static let name = "processing-backlog"

    static let transactionsPerSecond = 33.0
    static let announcedPerSecond = 7.0
    /// One of so many peers has all of them before it.
    static let peersOfAFullSet: Int64 = 7
    static let fullSet = 60_000.0
    static let otherSets = 400.0
    static let delay = 5.0
    private static let secondsUntilFullDelay = 10.0

    private let intensity: Double
    private var transactions: Pace

    init(intensity: Double) {
        self.intensity = intensity
        transactions = Pace(perSecond: Self.transactionsPerSecond * intensity)
    }

    var due: Int64? { transactions.due }

    mutating func act(_ node: inout NodeState, _ stage: inout Stage) {
        transactions.advance()
        guard let transaction = try? GeneratedTransaction(random: &stage.random) else { return }
        let peer = stage.random.element(of: node.peers.relaying)
        let entry = MempoolEntry(
            txid: transaction.txid, vsize: transaction.vsize, feeSat: transaction.feeSat,
            entrySeconds: UInt64(stage.nowSeconds))
        stage.receive(.inventory("inv", [.wtx(transaction.wtxid)]), from: peer)
        stage.send(.inventory("getdata", [.wtx(transaction.wtxid)]), to: peer)
        stage.receive(Message("tx", transaction.raw), from: peer)
        stage.hit(.added(entry))
        node.mempool.add(entry)
    }

    func change(_ facts: inout NodeFacts, elapsed: Int64) {
        let seconds = Double(elapsed) / 1e9
        let grown = max(0, Self.transactionsPerSecond * intensity - Self.announcedPerSecond) * seconds
        let delay = Self.delay * intensity * min(1, seconds / Self.secondsUntilFullDelay)
        facts.delayNanoseconds += Int64(delay * 1e9)
        for index in facts.peers.indices where facts.peers[index].connectionType != "block-relay-only" {
            let id = facts.peers[index].id
            let set = id % Self.peersOfAFullSet == 0 ? Self.fullSet : Self.otherSets
            facts.peers[index].invToSend = Int(id % 40) + Int(set * intensity + grown)
            facts.peers[index].pingMicroseconds = 20_000 + id * 7919 % 180_000 + Int64(delay * 1e6)
        }
    }
}
