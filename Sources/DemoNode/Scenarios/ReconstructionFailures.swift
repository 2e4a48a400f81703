import PeerObserver

/// Compact blocks for which the node has to ask: of half of them it lacks hundreds of transactions, and of every fourth of these it has to
/// fetch the whole block. They come every five seconds, for at the pace of the main network a minute would tell nothing.
///
/// b10c, "Stats on compact block reconstructions", August 2024
/// (https://delvingbitcoin.org/t/stats-on-compact-block-reconstructions/1052): periods in which half of the blocks or fewer did
/// without a request. How many transactions were lacking, and the pace, are ours. Weaker means: a smaller share.
struct ReconstructionFailures: Scenario {
    static let name = "reconstruction-failures"

    static let share = 0.5
    static let secondsBetweenBlocks = 5.0
    private static let wholeOfFour = 4

    private let share: Double
    private var blocks = Pace(everySeconds: Self.secondsBetweenBlocks)
    /// How many failures are due by the share, and how many there were.
    private var owed = 0.0
    private var failures = 0

    init(intensity: Double) { share = min(Self.share * intensity, 1) }

    var due: Int64? { blocks.due }

    var holdsBlocks: Bool { true }

    mutating func act(_ node: inout NodeState, _ stage: inout Stage) {
        blocks.advance()
        guard let peer = node.peers.relaying.randomPeer(&stage.random),
            let block = try? GeneratedBlock(
                height: node.tip.height + 1, previous: node.tip.hash, nowSeconds: stage.nowSeconds,
                random: &stage.random)
        else { return }
        stage.receive(block.compact(transactions: 2500, random: &stage.random), from: peer)
        owed += share
        var missing = 0
        if Int(owed) > failures {
            failures += 1
            missing = stage.random.within(200...400)
            let start = stage.random.below(node.pool.transactions.count - missing)
            let transactions = Array(node.pool.transactions[start..<start + missing])
            let messages = block.missing(transactions, random: &stage.random)
            stage.send(messages.request, to: peer)
            stage.receive(messages.answer, from: peer)
            if failures % Self.wholeOfFour == 0 {
                stage.send(.inventory("getdata", [.witnessBlock(block.hash)]), to: peer)
                stage.receive(block.whole(transactions), from: peer)
            }
        }
        stage.say(
            """
            [msghand] [cmpctblock] Successfully reconstructed block \(block.hash) with 1 txn prefilled, \(2500 - missing) txn \
            from mempool (incl at least 0 from extra pool) and \(missing) txn (\(missing * 400) bytes) requested
            """)
        stage.connected(block, transactions: 2501, durationNanoseconds: 90_000_000, &node)
    }
}
