import PeerObserver

/// `replacing mempool tx H (wtxid=H, fees=N, vsize=N). New tx H (wtxid=H, fees=N, vsize=N)`, `… New package H with N txs,
/// fees=N, vsize=N`; up to v27 `replacing tx H (wtxid=H) with H (wtxid=H) for F additional fees, N delta bytes`
extension TransactionReplacedLine {
    /// Behind "replacing mempool tx ".
    init?(_ line: inout LineScanner) {
        guard let old = line.hash(), line.take(" (wtxid="), let oldWtxid = line.hash(), line.take(", "),
            let (oldFee, oldSize) = line.feesAndSize(), line.take("). New ")
        else { return nil }
        if line.take("tx ") {
            guard let new = line.hash(), line.take(" (wtxid="), let newWtxid = line.hash(), line.take(", "),
                let (fee, size) = line.feesAndSize()
            else { return nil }
            self.init(
                replacedTxid: old, replacementID: new, replacedWtxid: oldWtxid, replacedFee: oldFee,
                replacedVsize: oldSize, replacementWtxid: newWtxid, replacementFee: fee, replacementVsize: size)
        } else {
            guard line.take("package "), let new = line.hash(), line.take(" with "), let count = line.unsigned(),
                line.take(" txs, "), let (fee, size) = line.feesAndSize()
            else { return nil }
            self.init(
                replacedTxid: old, replacementID: new, replacedWtxid: oldWtxid, replacedFee: oldFee,
                replacedVsize: oldSize, replacementFee: fee, replacementVsize: size, packageCount: count)
        }
    }

    /// Behind "replacing tx ".
    init?(old line: inout LineScanner) {
        guard let old = line.hash() else { return nil }
        let oldWtxid = line.wtxid()
        guard line.take(" with "), let new = line.hash() else { return nil }
        let newWtxid = line.wtxid()
        guard line.take(" for "), let fee = line.amount(), line.take(" additional fees, "), let bytes = line.signed()
        else { return nil }
        self.init(
            replacedTxid: old, replacementID: new, replacedWtxid: oldWtxid, replacementWtxid: newWtxid,
            additionalFee: fee, deltaBytes: bytes)
    }
}

/// `replaced N mempool transactions with N new one(s) for N additional fees, N delta bytes`, `… with 1 new transaction …`
extension MempoolReplacementLine {
    /// Behind "replaced ".
    init?(_ line: inout LineScanner) {
        guard let replaced = line.unsigned(), line.take(" mempool transactions with "), let new = line.unsigned(),
            line.take(" new transaction for ") || line.take(" new one(s) for "), let fee = line.amount(),
            line.take(" additional fees, "), let bytes = line.signed()
        else { return nil }
        self.init(replacedCount: replaced, newCount: new, additionalFee: fee, deltaBytes: bytes)
    }
}

extension LineScanner {
    /// `fees=N, vsize=N`
    fileprivate mutating func feesAndSize() -> (Int64, UInt64)? {
        guard take("fees="), let fee = signed(), take(", vsize="), let size = unsigned() else { return nil }
        return (fee, size)
    }
}
