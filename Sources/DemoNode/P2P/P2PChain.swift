import PeerObserver

/// What the node tells its peer of: a growing chain, transactions and addresses.
struct P2PChain {
    var random: Random
    private let pool: MessagePool
    private let inventories: [Message]
    /// Oldest first; the last ones only.
    private(set) var blocks: [GeneratedBlock]

    init(seed: UInt64) throws(PayloadError) {
        random = Random(seed: seed)
        pool = try MessagePool(nowSeconds: Int64(Clock.unixNanoseconds() / 1_000_000_000), random: &random)
        blocks = Array(pool.blocks.suffix(8))
        // The pool has inventories of old blocks, too.
        inventories = (pool.messages["inv"] ?? []).filter { message in
            var reader = ByteReader(message.payload.span.bytes)
            guard let inv = try? Inv(payload: &reader) else { return false }
            return inv.items.allSatisfy { if case .wtx = $0.item { true } else { false } }
        }
    }

    var height: Int32 { blocks.last?.height ?? 0 }

    /// Adds a block on top.
    mutating func mine() throws(PayloadError) -> GeneratedBlock {
        let block = try GeneratedBlock(
            height: height + 1, previous: blocks.last?.hash ?? .zero,
            nowSeconds: Int64(Clock.unixNanoseconds() / 1_000_000_000), random: &random)
        blocks.append(block)
        if blocks.count > 100 { blocks.removeFirst() }
        return block
    }

    /// The blocks on top of this one; none where it is the tip.
    func blocks(after hash: Hash256) -> ArraySlice<GeneratedBlock> {
        blocks.firstIndex { $0.hash == hash }.map { blocks[($0 + 1)...] } ?? blocks[...]
    }

    /// Of transactions.
    mutating func inventory() -> Message { random.element(of: inventories) }
    mutating func addresses() -> Message { pool.any("addrv2", &random) }
    mutating func feeFilter() -> Message { pool.any("feefilter", &random) }
    mutating func compact(_ block: GeneratedBlock) -> Message { block.compact(transactions: 2500, random: &random) }
}
