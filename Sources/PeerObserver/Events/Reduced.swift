extension MessageEvent {
    /// The event without raw bytes that can be done without: a transaction keeps its ids, a malformed message its reason.
    /// nil where there is nothing to leave out.
    public func reduced() -> MessageEvent? {
        var copy = self
        switch message {
        case .tx(let tx): copy.message = .tx(Tx(tx: tx.tx.reduced))
        case .block(var block):
            block.transactions = block.transactions.map(\.reduced)
            copy.message = .block(block)
        case .blocktxn(var blocktxn):
            blocktxn.transactions = blocktxn.transactions.map(\.reduced)
            copy.message = .blocktxn(blocktxn)
        case .compactblock(var block):
            for index in block.transactions.indices { block.transactions[index].tx.raw = nil }
            copy.message = .compactblock(block)
        case .malformed(var malformed):
            malformed.payload = nil
            copy.message = .malformed(malformed)
        default: return nil
        }
        return copy
    }
}

extension Transaction {
    fileprivate var reduced: Transaction { Transaction(txid: txid, wtxid: wtxid) }
}
