/// The transactions that a block can remove.
struct Mempool {
    private(set) var entries: [MempoolEntry] = []
    private let least: Int

    /// - Parameter least: how many transactions there are at any time.
    init(least: Int, nowSeconds: Int64, random: inout Random) {
        self.least = least
        entries.reserveCapacity(2 * least + 1000)
        refill(nowSeconds: nowSeconds, random: &random)
    }

    /// Transactions that came before anybody listened.
    mutating func refill(nowSeconds: Int64, random: inout Random) {
        while entries.count < least {
            let vsize = Int32(random.within(110...700))
            entries.append(
                MempoolEntry(
                    txid: random.hash(), vsize: vsize, feeSat: Int64(vsize) * Int64(random.within(1...30)),
                    entrySeconds: UInt64(nowSeconds - Int64(random.below(40_000)))))
        }
    }

    mutating func add(_ entry: MempoolEntry) { entries.append(entry) }

    mutating func removeAny(nowSeconds: Int64, random: inout Random) -> MempoolEntry {
        if entries.isEmpty { refill(nowSeconds: nowSeconds, random: &random) }
        let index = random.below(entries.count)
        entries.swapAt(index, entries.count - 1)
        return entries.removeLast()
    }
}
