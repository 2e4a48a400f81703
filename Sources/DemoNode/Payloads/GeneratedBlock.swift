import PeerObserver

/// A block without work in it: a header that points to the block before, a coinbase, and transactions from the pool.
struct GeneratedBlock {
    let height: Int32
    let header: [UInt8]
    let hash: Hash256
    let coinbase: [UInt8]
    private let nonce: UInt64

    init(height: Int32, previous: Hash256, nowSeconds: Int64, random: inout Random) throws(PayloadError) {
        self.height = height
        var writer = ByteWriter()
        let header = BlockHeader(
            version: 0x2000_0000, prevBlockhash: previous, merkleRoot: random.hash(),
            time: UInt32(truncatingIfNeeded: nowSeconds), bits: 0x1702_1369,
            nonce: UInt32(truncatingIfNeeded: random.next()), hash: .zero)
        header.encodePayload(into: &writer)
        let bytes = writer.array
        self.header = bytes
        var reader = ByteReader(bytes.span.bytes)
        hash = try BlockHeader(payload: &reader).hash
        coinbase = GeneratedTransaction.coinbase(height: height, random: &random)
        nonce = random.next()
    }

    /// With the coinbase prefilled and a short id for every other transaction (BIP-0152).
    func compact(transactions: Int, random: inout Random) -> Message {
        var writer = ByteWriter()
        writer.bytes(header)
        writer.littleEndian(nonce)
        writer.compactSize(transactions)
        writer.bytes(random.bytes(transactions * ShortID.byteCount))
        writer.bytes([1, 0])
        writer.bytes(coinbase)
        return Message("cmpctblock", writer.array)
    }

    func whole(_ transactions: [GeneratedTransaction]) -> Message {
        var writer = ByteWriter()
        writer.bytes(header)
        writer.compactSize(transactions.count + 1)
        writer.bytes(coinbase)
        for transaction in transactions { writer.bytes(transaction.raw) }
        return Message("block", writer.array)
    }

    /// A request for some of the block's transactions, by differences of their indexes, and its answer.
    func missing(_ transactions: [GeneratedTransaction], random: inout Random) -> (request: Message, answer: Message) {
        var request = ByteWriter()
        request.bytes(hash.bytes)
        request.compactSize(transactions.count)
        for _ in transactions { request.compactSize(random.below(300)) }
        var answer = ByteWriter()
        answer.bytes(hash.bytes)
        answer.compactSize(transactions.count)
        for transaction in transactions { answer.bytes(transaction.raw) }
        return (Message("getblocktxn", request.array), Message("blocktxn", answer.array))
    }

    static func headers(_ blocks: some Collection<GeneratedBlock>) -> Message {
        var writer = ByteWriter()
        writer.compactSize(blocks.count)
        for block in blocks {
            writer.bytes(block.header)
            writer.byte(0)
        }
        return Message("headers", writer.array)
    }

    /// What asks for the headers behind these.
    static func locator(_ blocks: some Collection<GeneratedBlock>) -> Message {
        var writer = ByteWriter()
        writer.littleEndian(UInt32(70016))
        writer.compactSize(blocks.count)
        for block in blocks { writer.bytes(block.hash.bytes) }
        writer.bytes(Hash256.zero.bytes)
        return Message("getheaders", writer.array)
    }
}
