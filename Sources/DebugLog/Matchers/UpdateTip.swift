import PeerObserver

/// `UpdateTip: new best=H height=N version=0x… log2_work=F tx=N date='T' progress=F cache=FMiB(Ntxo)[ warning='…']`
extension UpdateTipLine {
    init?(_ line: inout LineScanner, background: Bool) {
        guard let hash = line.hash(), line.take(" height="), let height = line.unsigned32(), line.take(" version=0x"),
            let version = line.hexadecimal(), line.take(" log2_work="), let work = line.decimal(), line.take(" tx="),
            let transactions = line.unsigned(), line.take(" date='"), let time = line.time(), line.take("' progress="),
            let progress = line.decimal(), line.take(" cache="), let cache = line.decimal(), line.take("MiB("),
            let coins = line.unsigned(), line.take("txo)")
        else { return nil }
        var warning: String?
        if line.take(" warning='") {
            guard let text = line.rest(before: "'") else { return nil }
            warning = text
        }
        self.init(
            blockHash: hash, height: height, version: version, log2Work: work, txCount: transactions, blockTime: time,
            progress: progress, cacheMib: cache, cacheTxoCount: coins, warning: warning, background: background)
    }
}
