/// Every 30 seconds comes a block that takes the node 20 seconds to connect.
///
/// b10c, "BIP-54: Block propagation and validation duration during slow-to-validate blocks on Signet", 15 April 2026
/// (https://b10c.me/observations/16-slow-block-propagation-validation-signet/): 20 s at the median peer, where a block took 176 ms
/// otherwise. How often they come is ours. Weaker means: faster, two seconds at a tenth.
struct SlowBlock: Scenario {
    static let name = "slow-block"

    static let seconds = 20.0

    private let duration: Int64
    private var blocks = Pace(everySeconds: 30)
    private var arriving: GeneratedBlock?
    private var connects: Int64?

    init(intensity: Double) { duration = .seconds(Self.seconds * intensity) }

    var due: Int64? { connects ?? blocks.due }

    var holdsBlocks: Bool { true }

    mutating func act(_ node: inout NodeState, _ stage: inout Stage) {
        if let block = arriving {
            (arriving, connects) = (nil, nil)
            stage.connected(block, transactions: 1, durationNanoseconds: duration, &node)
            return
        }
        blocks.advance()
        guard let peer = node.peers.relaying.randomPeer(&stage.random),
            let block = try? GeneratedBlock(
                height: node.tip.height + 1, previous: node.tip.hash, nowSeconds: stage.nowSeconds,
                random: &stage.random)
        else { return }
        stage.receive(block.compact(transactions: 1, random: &stage.random), from: peer)
        (arriving, connects) = (block, stage.elapsed + duration)
    }
}
