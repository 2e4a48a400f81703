import PeerObserver

/// A peer announces a new block, is asked for the transactions that are missing, and says nothing more. The node waits for ten minutes,
/// disconnects it, and the next one does the same; other peers tell of blocks on top of it, and the node connects none.
///
/// Bitcoin Core, "Disclosure of CVE-2024-52922", 5 November 2024
/// (https://bitcoincore.org/en/2024/11/05/cb-stall-hindering-propagation/). Weaker means: the node waits less long, a minute at a tenth.
struct BlockStall: Scenario {
    static let name = "block-stall"

    static let secondsOfAStall = 600.0

    private var stalls: Pace
    private var others: Pace
    private var staller: Peer?
    private var block: GeneratedBlock?
    private var headers: [GeneratedBlock] = []

    init(intensity: Double) {
        stalls = Pace(everySeconds: Self.secondsOfAStall * intensity)
        others = Pace(everySeconds: 5)
    }

    var due: Int64? { min(stalls.due, others.due) }

    var holdsBlocks: Bool { true }

    mutating func act(_ node: inout NodeState, _ stage: inout Stage) {
        if block == nil {
            block = try? GeneratedBlock(
                height: node.tip.height + 1, previous: node.tip.hash, nowSeconds: stage.nowSeconds,
                random: &stage.random)
        }
        guard let block else { return }
        if stalls.due <= others.due {
            stalls.advance()
            if let staller {
                stage.say("[msghand] Timeout downloading block \(block.hash), disconnecting peer=\(staller.id)")
                stage.disconnect(staller, &node)
            }
            let peer = stage.welcome(from: NodeAddress(spread: .ipv4, random: &stage.random), &node)
            stage.receive(block.compact(transactions: 3000, random: &stage.random), from: peer)
            stage.say("[msghand] Saw new cmpctblock header hash=\(block.hash) height=\(block.height) peer=\(peer.id)")
            let start = stage.random.below(node.pool.transactions.count - 12)
            stage.send(
                block.missing(Array(node.pool.transactions[start..<start + 12]), random: &stage.random).request,
                to: peer)
            staller = peer
        } else {
            others.advance()
            guard let peer = node.peers.relaying.randomPeer(&stage.random) else { return }
            stage.receive(GeneratedBlock.headers(CollectionOfOne(block)), from: peer)
        }
    }

    func change(_ facts: inout NodeFacts, elapsed: Int64) {
        facts.headersAhead = 1
        for index in facts.peers.indices {
            facts.peers[index].inflight = facts.peers[index].id == staller?.id ? [facts.tipHeight + 1] : []
        }
    }
}
