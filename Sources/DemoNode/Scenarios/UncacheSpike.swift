import PeerObserver

/// An inbound peer sends a transaction a second with 200 inputs, which is refused: the coins that were fetched for it leave the cache again.
///
/// No figure is published. A transaction that Bitcoin Core passes on has room for some 1,400 inputs (`MAX_STANDARD_TX_WEIGHT` of 400,000, and
/// 272 for an input that spends a key's witness output). Weaker means: fewer inputs.
struct UncacheSpike: Scenario {
    static let name = "uncache-spike"

    static let inputs = 200.0

    private let inputs: Int
    private var flooders = Flooders(count: 1, perSecond: 1)

    init(intensity: Double) { inputs = max(1, Int((Self.inputs * intensity).rounded())) }

    var due: Int64? { flooders.due }

    mutating func act(_ node: inout NodeState, _ stage: inout Stage) {
        let peer = flooders.next(&node, &stage)
        let raw = GeneratedTransaction.filled(byteCount: 60 + 107 * inputs, random: &stage.random)
        stage.receive(Message("tx", raw), from: peer)
        stage.hit(.rejected(txid: stage.random.hash(), reason: "insufficient fee"))
        for index in 0..<inputs {
            stage.hit(
                .uncache(
                    UncachedCoin(
                        txid: stage.random.hash(), outputIndex: UInt32(index % 4),
                        height: UInt32(stage.random.within(400_000...900_000)),
                        valueSat: Int64(stage.random.within(330...100_000_000)), isCoinbase: false)))
        }
    }
}
