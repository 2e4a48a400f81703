import PeerObserver

/// Payloads made before the traffic starts, so that sending one costs neither an allocation nor a hash.
struct MessagePool {
    private(set) var messages: [String: [Message]] = [:]
    /// Those of the `tx` messages, in the same order.
    let transactions: [GeneratedTransaction]
    let addresses: [NodeAddress]
    /// A chain, oldest first.
    let blocks: [GeneratedBlock]

    /// A thousand addresses in one message, as they come when they were asked for.
    static let getaddrAnswer = "answer to getaddr"

    init(nowSeconds: Int64, random: inout Random) throws(PayloadError) {
        var transactions: [GeneratedTransaction] = []
        for _ in 0..<800 { transactions.append(try GeneratedTransaction(random: &random)) }
        var blocks: [GeneratedBlock] = []
        var previous = random.hash()
        for index in 0..<64 {
            let block = try GeneratedBlock(
                height: Int32(930_000 + index), previous: previous, nowSeconds: nowSeconds - Int64((64 - index) * 600),
                random: &random)
            previous = block.hash
            blocks.append(block)
        }
        self.transactions = transactions
        self.blocks = blocks
        addresses = (0..<1000).map { _ in NodeAddress.random(&random) }
        messages["tx"] = transactions.map { Message("tx", $0.raw) }
        addInventories(&random)
        addAddresses(nowSeconds: nowSeconds, &random)
        addBlocks(&random)
        addSmall(nowSeconds: nowSeconds, &random)
    }

    /// - Precondition: the pool has messages of the type.
    func any(_ type: String, _ random: inout Random) -> Message {
        random.element(of: messages[type] ?? [Message(type)])
    }

    private mutating func addInventories(_ random: inout Random) {
        func items(_ count: Int, _ make: (GeneratedTransaction) -> InventoryItem.Item) -> [InventoryItem.Item] {
            (0..<count).map { _ in make(transactions[random.below(transactions.count)]) }
        }
        for _ in 0..<1000 {
            // Announcements gather for a few seconds: many short ones, some up to Core's usual 35.
            let count = 1 + min(random.below(35), random.below(35))
            messages["inv", default: []].append(.inventory("inv", items(count) { .wtx($0.wtxid) }))
        }
        for _ in 0..<400 {
            let count = random.chance(percent: 75) ? 1 : random.within(2...12)
            messages["getdata", default: []].append(.inventory("getdata", items(count) { .wtx($0.wtxid) }))
        }
        for block in blocks.suffix(8) {
            messages["getdata", default: []].append(.inventory("getdata", [.witnessBlock(block.hash)]))
            messages["inv", default: []].append(.inventory("inv", [.block(block.hash)]))
        }
        for _ in 0..<20 {
            messages["notfound", default: []].append(
                .inventory("notfound", items(random.within(1...3)) { .wtx($0.wtxid) }))
        }
    }

    private mutating func addAddresses(nowSeconds: Int64, _ random: inout Random) {
        for _ in 0..<150 {
            let start = random.below(900)
            let some = Array(
                addresses[start..<start + (random.chance(percent: 80) ? random.within(1...3) : random.within(4...10))])
            messages["addrv2", default: []].append(.addrV2(some, nowSeconds: nowSeconds, random: &random))
            messages["addr", default: []].append(.addr(some, nowSeconds: nowSeconds, random: &random))
        }
        messages[Self.getaddrAnswer] = [.addrV2(addresses, nowSeconds: nowSeconds, random: &random)]
    }

    private mutating func addBlocks(_ random: inout Random) {
        for (index, block) in blocks.suffix(12).enumerated() {
            let some = Array(transactions[index * 40..<index * 40 + 120])
            let missing = block.missing(Array(some.prefix(random.within(1...12))), random: &random)
            messages["block", default: []].append(block.whole(some))
            messages["cmpctblock", default: []].append(
                block.compact(transactions: random.within(1500...4500), random: &random))
            messages["getblocktxn", default: []].append(missing.request)
            messages["blocktxn", default: []].append(missing.answer)
            messages["headers", default: []].append(GeneratedBlock.headers(CollectionOfOne(block)))
            messages["getheaders", default: []].append(GeneratedBlock.locator(blocks.suffix(index + 1)))
        }
        messages["headers", default: []].append(GeneratedBlock.headers(blocks))
        messages["headers", default: []].append(GeneratedBlock.headers([]))
    }

    private mutating func addSmall(nowSeconds: Int64, _ random: inout Random) {
        let height = blocks[blocks.count - 1].height
        for userAgent in [
            "/Satoshi:29.0.0/", "/Satoshi:28.1.0/", "/Satoshi:27.0.0/", "/bitcoinj:0.16/", "/btcwire:0.5.0/", "",
        ] {
            for relay in [true, true, false] {
                messages["version", default: []].append(
                    .version(
                        userAgent: userAgent, height: height, nowSeconds: nowSeconds, relay: relay, random: &random))
            }
        }
        for _ in 0..<16 {
            messages["feefilter", default: []].append(.feeFilter(Int64(random.within(100...30_000))))
            messages["sendtxrcncl", default: []].append(.sendTxRcncl(salt: random.next()))
        }
        messages["sendcmpct"] = [.sendCompact(highBandwidth: false), .sendCompact(highBandwidth: true)]
        for type in ["wtxidrelay", "sendaddrv2", "verack", "sendheaders", "getaddr"] {
            messages[type] = [Message(type)]
        }
    }
}
