import PeerObserver

/// `AcceptToMemoryPool: peer=N: accepted H (wtxid=H) (poolsz N txn, N kB)`
extension TransactionAcceptedLine {
    /// Behind "AcceptToMemoryPool: ".
    init?(_ line: inout LineScanner) {
        guard let peer = line.peer(), line.take(": accepted "), let txid = line.hash() else { return nil }
        let wtxid = line.wtxid()
        guard line.take(" (poolsz "), let count = line.unsigned(), line.take(" txn, "), let size = line.unsigned(),
            line.take(" kB)")
        else { return nil }
        self.init(peerID: peer, txid: txid, wtxid: wtxid, mempoolCount: count, mempoolKb: size)
    }
}
