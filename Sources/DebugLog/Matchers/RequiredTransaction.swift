import PeerObserver

/// `Reconstructed block H required tx H`
extension RequiredTransactionLine {
    /// Behind "block ".
    init?(_ line: inout LineScanner) {
        guard let block = line.hash(), line.take(" required tx "), let txid = line.hash() else { return nil }
        self.init(blockHash: block, txid: txid)
    }
}
