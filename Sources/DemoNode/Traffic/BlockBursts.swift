import Glibc
import PeerObserver

/// Blocks: each arrives, is connected, removes its transactions from the mempool within milliseconds, and is announced.
struct BlockBursts {
    private let everyNanoseconds: Int64
    private let removals: Int
    private let lengthNanoseconds: Int64
    private var nextBlock: Int64
    private var removed = 0
    /// Whether the transactions of the last block are on their way out.
    private(set) var isRemoving = false
    private var startOfRemoval: Int64 = 0
    private var blocks = 0

    private let atRandom: Bool

    init(everySeconds: Double, removals: Int, milliseconds: Int, atRandom: Bool = false) {
        self.atRandom = atRandom
        everyNanoseconds = Int64(everySeconds * 1e9)
        self.removals = removals
        lengthNanoseconds = Int64(milliseconds) * 1_000_000
        // Soon after the start, so that a short run shows one.
        nextBlock = everyNanoseconds / 10
    }

    /// Nanoseconds after the beginning at which the next hit is due.
    var due: Int64 {
        isRemoving ? startOfRemoval + lengthNanoseconds * Int64(removed) / Int64(max(removals, 1)) : nextBlock
    }

    /// Leaves out the blocks that were due before.
    mutating func skip(to elapsed: Int64) {
        while nextBlock < elapsed { nextBlock += everyNanoseconds }
    }

    mutating func fire<Target: Sink>(_ state: inout NodeState, _ probes: inout Probes<Target>) throws(PayloadError) {
        guard isRemoving else { return try arrive(&state, &probes) }
        if removed < removals {
            removed += 1
            let entry = state.mempool.removeAny(nowSeconds: probes.nowSeconds, random: &state.random)
            probes.fire(.removed(entry, reason: state.random.below(400) == 0 ? "conflict" : "block"))
        }
        if removed >= removals {
            isRemoving = false
            relay(&state, &probes)
            state.mempool.refill(nowSeconds: probes.nowSeconds, random: &state.random)
        }
    }

    private mutating func arrive<Target: Sink>(
        _ state: inout NodeState, _ probes: inout Probes<Target>
    ) throws(PayloadError) {
        let block = try GeneratedBlock(
            height: state.tip.height + 1, previous: state.tip.hash, nowSeconds: probes.nowSeconds, random: &state.random
        )
        state.tip = block
        let peer = state.peers.any(.outboundFullRelay, random: &state.random)
        func exchange(_ inbound: Bool, _ message: Message) {
            probes.fire(.message(Exchange(inbound: inbound, peer: peer, message: message)))
        }
        if blocks % 4 == 3 {
            exchange(true, GeneratedBlock.headers(CollectionOfOne(block)))
            exchange(false, .inventory("getdata", [.witnessBlock(block.hash)]))
            exchange(true, whole(block, state))
        } else {
            exchange(true, block.compact(transactions: removals, random: &state.random))
            // Most blocks can be put together of what is in the mempool.
            if blocks % 8 == 0 {
                let start = state.random.below(state.pool.transactions.count - 12)
                let missing = block.missing(Array(state.pool.transactions[start..<start + 12]), random: &state.random)
                exchange(false, missing.request)
                exchange(true, missing.answer)
            }
        }
        probes.fire(
            .blockConnected(
                ConnectedBlock(
                    hash: block.hash, height: block.height, transactions: removals + 1, inputs: Int32(removals * 5 / 2),
                    sigopsCost: Int64(removals * 9),
                    durationNanoseconds: Int64(state.random.within(30_000_000...400_000_000)))))
        blocks += 1
        nextBlock += atRandom ? Self.exponential(everyNanoseconds, &state.random) : everyNanoseconds
        startOfRemoval = probes.elapsed
        removed = 0
        isRemoving = true
    }

    /// With this mean.
    private static func exponential(_ mean: Int64, _ random: inout Random) -> Int64 {
        Int64(-Double(mean) * log(Double(random.within(1...1_000_000)) / 1_000_000))
    }

    /// As much of the pool as Bitcoin Core would take in one message.
    private func whole(_ block: GeneratedBlock, _ state: NodeState) -> Message {
        let transactions = state.pool.transactions
        var chosen: [GeneratedTransaction] = []
        var byteCount = 0
        for index in 0..<removals {
            let transaction = transactions[index % transactions.count]
            byteCount += transaction.raw.count
            if byteCount > 3_900_000 { break }
            chosen.append(transaction)
        }
        return block.whole(chosen)
    }

    /// Compact blocks to a few, headers and inventories to others; now and then the coins go to disk.
    private func relay<Target: Sink>(_ state: inout NodeState, _ probes: inout Probes<Target>) {
        let compact = state.tip.compact(transactions: removals, random: &state.random)
        let headers = GeneratedBlock.headers(CollectionOfOne(state.tip))
        let inventory = Message.inventory("inv", [.block(state.tip.hash)])
        for (index, peer) in state.peers.relaying.enumerated() {
            let message = index < 3 ? compact : index % 5 == 0 ? inventory : headers
            probes.fire(.message(Exchange(inbound: false, peer: peer, message: message)))
        }
        guard blocks % 3 == 1 else { return }
        probes.fire(
            .flush(
                CacheFlush(
                    durationMicroseconds: Int64(state.random.within(200...4_000_000)), mode: 2,
                    coins: UInt64(state.random.within(1000...3_000_000)),
                    memoryBytes: UInt64(state.random.within(1_000_000...450_000_000)), forPrune: false)))
    }
}
