import PeerObserver

/// Ten inbound peers a minute send the header of one and the same invalid block on top of the chain. They stay: Core does not
/// punish an inbound peer for a block that it knows to be invalid (`MaybePunishNodeForBlock` in net_processing.cpp).
///
/// b10c, "Invalid MARAPool block 809478", 28 September 2023 (https://b10c.me/observations/07-invalid-block-809478/): an invalid block
/// on mainnet, which all of b10c's nodes saw and refused, with the node's lines of it. How many peers of a node passed it on is not
/// in it: ten a minute are ours. Weaker means: fewer peers.
struct InvalidHeaders: Scenario {
    static let name = "invalid-headers"

    static let peersPerMinute = 10.0

    private var arrivals: Pace
    private var block: GeneratedBlock?

    init(intensity: Double) { arrivals = Pace(perSecond: Self.peersPerMinute / 60 * intensity) }

    var due: Int64? { arrivals.due }

    mutating func act(_ node: inout NodeState, _ stage: inout Stage) {
        arrivals.advance()
        let isFirst = block == nil
        if isFirst {
            block = try? GeneratedBlock(
                height: node.tip.height + 1, previous: node.tip.hash, nowSeconds: stage.nowSeconds,
                random: &stage.random)
        }
        guard let block else { return }
        let peer = stage.welcome(from: NodeAddress(spread: .ipv4, random: &stage.random), &node)
        stage.receive(GeneratedBlock.headers(CollectionOfOne(block)), from: peer)
        if isFirst {
            stage.say(
                "[msghand] [error] ConnectBlock: Consensus::CheckTxInputs: bad-txns-inputs-missingorspent, inputs missing/spent"
            )
            stage.say(
                """
                [msghand] InvalidChainFound: invalid block=\(block.hash) height=\(block.height) log2_work=95.123456 \
                date=\(DebugLogWriter.date(stage.nowSeconds))
                """)
        } else {
            stage.say("[msghand] [validation] AcceptBlockHeader: block \(block.hash) is marked invalid")
        }
        stage.say("[msghand] [net] peer=\(peer.id): invalid header received")
    }
}
