import PeerObserver

/// `InvalidChainFound: invalid block=H height=N log2_work=F date=T` and `… current best=H …`; before v30 with more spaces
extension InvalidChainLine {
    /// Behind "InvalidChainFound:".
    init?(_ line: inout LineScanner) {
        line.skipSpaces()
        let isInvalid = line.take("invalid block=")
        guard isInvalid || line.take("current best="), let hash = line.hash() else { return nil }
        line.skipSpaces()
        guard line.take("height="), let height = line.unsigned32() else { return nil }
        line.skipSpaces()
        guard line.take("log2_work="), let work = line.decimal() else { return nil }
        line.skipSpaces()
        guard line.take("date="), let time = line.time() else { return nil }
        self.init(invalid: isInvalid, blockHash: hash, height: height, log2Work: work, blockTime: time)
    }
}
