import PeerObserver

/// `Removed N txn, rolling minimum fee bumped to F BTC/kvB`
extension MempoolTrimmedLine {
    /// Behind "Removed ".
    init?(_ line: inout LineScanner) {
        guard let count = line.unsigned(), line.take(" txn, rolling minimum fee bumped to "), let rate = line.amount(),
            rate >= 0
        else { return nil }
        self.init(removedCount: count, minFeeRate: UInt64(rate))
    }
}

/// `Expired N transactions from the memory pool`
extension MempoolExpiredLine {
    /// Behind "Expired ".
    init?(_ line: inout LineScanner) {
        guard let count = line.unsigned(), line.take(" transactions from the memory pool") else { return nil }
        self.init(removedCount: count)
    }
}

/// `Dumped mempool: Fs to copy, Fs to dump[, N bytes dumped to file]`
extension MempoolDumpedLine {
    /// Behind "mempool: ".
    init?(_ line: inout LineScanner) {
        guard let copy = line.decimal(), line.take("s to copy, "), let dump = line.decimal(), line.take("s to dump")
        else {
            return nil
        }
        self.init(copyS: copy, dumpS: dump)
        guard line.take(", ") else { return }
        guard let bytes = line.unsigned(), line.take(" bytes") else { return nil }
        byteCount = bytes
    }
}
