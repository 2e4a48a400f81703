import PeerObserver

/// `Loaded best chain: hashBestChain=H height=N date=T progress=F`
extension BestChainLine {
    init?(_ line: inout LineScanner) {
        guard let hash = line.hash(), line.take(" height="), let height = line.unsigned32(), line.take(" date="),
            let time = line.time(), line.take(" progress="), let progress = line.decimal()
        else { return nil }
        self.init(blockHash: hash, height: height, blockTime: time, progress: progress)
    }
}
