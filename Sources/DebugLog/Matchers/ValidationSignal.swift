import PeerObserver

/// `[Enqueuing ]SIGNAL: …` of `ValidationSignals`, with -debug=validation
extension ValidationSignalLine {
    /// What stands behind the signal's name.
    private enum Form { case connected, flushed, checked, updatedTip, added, removed, removedForBlock }

    private static let forms: [(beginning: StaticString, signal: String, form: Form)] = [
        ("TransactionAddedToMempool: txid=", "TransactionAddedToMempool", .added),
        ("TransactionRemovedFromMempool: txid=", "TransactionRemovedFromMempool", .removed),
        ("BlockConnected: block hash=", "BlockConnected", .connected),
        ("BlockChecked: block hash=", "BlockChecked", .checked),
        ("BlockDisconnected: block hash=", "BlockDisconnected", .connected),
        ("UpdatedBlockTip: new block hash=", "UpdatedBlockTip", .updatedTip),
        ("ActiveTipChange: new block hash=", "ActiveTipChange", .connected),
        ("ChainStateFlushed: block hash=", "ChainStateFlushed", .flushed),
        ("NewPoWValidBlock: block hash=", "NewPoWValidBlock", .flushed),
        ("MempoolTransactionsRemovedForBlock: block height=", "MempoolTransactionsRemovedForBlock", .removedForBlock),
    ]

    init?(_ line: inout LineScanner, enqueued: Bool) {
        for (beginning, signal, form) in Self.forms where line.take(beginning) {
            self.init(signal: signal, enqueued: enqueued)
            guard take(form, &line) else { return nil }
            return
        }
        return nil
    }

    private mutating func take(_ form: Form, _ line: inout LineScanner) -> Bool {
        switch form {
        case .connected:
            blockHash = line.hash()
            guard line.take(" block height=") else { return false }
            height = line.unsigned32()
            return blockHash != nil && height != nil
        case .flushed:
            // `null` for an empty locator.
            blockHash = line.hash()
            return blockHash != nil || line.take("null")
        case .checked:
            blockHash = line.hash()
            guard blockHash != nil, line.take(" state=") else { return false }
            reason = line.rest()
            return true
        case .updatedTip:
            blockHash = line.hash()
            guard blockHash != nil, line.take(" fork block hash=") else { return false }
            forkHash = line.hash()
            guard forkHash != nil || line.take("null"), line.take(" (in IBD=") else { return false }
            inIbd = line.take("true)")
            return true
        case .added, .removed:
            txid = line.hash()
            guard txid != nil, line.take(" wtxid=") else { return false }
            wtxid = line.hash()
            guard wtxid != nil else { return false }
            guard form == .removed else { return true }
            guard line.take(" reason=") else { return false }
            reason = line.rest()
            return true
        case .removedForBlock:
            height = line.unsigned32()
            guard height != nil, line.take(" txs removed=") else { return false }
            removedCount = line.unsigned()
            return removedCount != nil
        }
    }
}
