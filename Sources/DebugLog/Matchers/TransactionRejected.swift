import PeerObserver

/// `H (wtxid=H) from peer=N was not accepted: REASON`, with -debug=mempoolrej
extension TransactionRejectedLine {
    init?(_ line: inout LineScanner) {
        guard let txid = line.hash() else { return nil }
        let wtxid = line.wtxid()
        guard line.take(" from "), let peer = line.peer(), line.take(" was not accepted: ") else { return nil }
        self.init(peerID: peer, txid: txid, wtxid: wtxid, reason: line.rest())
    }
}
