import PeerObserver

/// More transactions come than the node announces: 33 a second, of which it announces seven to each peer. What it still has to announce
/// grows with each peer, and the answers to pings take longer and longer, 50 ms more each second.
///
/// Bitcoin Core, "Disclosure of DoS due to inv-to-send sets growing too large", 9 October 2024
/// (https://bitcoincore.org/en/2024/10/08/disclose-large-inv-to-send/), for the case of May 2023 and the seven a second; b10c, "Increased
/// b-msghand thread utilization due to many 352 byte runestone inscriptions on 2025-11-17"
/// (https://bnoc.xyz/t/increased-b-msghand-thread-utilization-due-to-many-352-byte-runestone-inscriptions-on-2025-11-17/58), for more than
/// 2,000 transactions a minute. How fast the delay grew is in neither, and ours. Weaker means: fewer transactions, and less delay.
struct ProcessingBacklog: Scenario {
    static let name = "processing-backlog"

    static let transactionsPerSecond = 33.0
    static let announcedPerSecond = 7.0
    private static let delayPerSecond = 0.05
    private static let longestDelay = 60.0

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
        let delay = min(Self.delayPerSecond * intensity * seconds, Self.longestDelay)
        facts.delayNanoseconds += Int64(delay * 1e9)
        for index in facts.peers.indices where facts.peers[index].connectionType != "block-relay-only" {
            let id = facts.peers[index].id
            facts.peers[index].invToSend = Int(id % 40) + Int(grown)
            facts.peers[index].pingMicroseconds = 20_000 + id * 7919 % 180_000 + Int64(delay * 1e6)
        }
    }
}
