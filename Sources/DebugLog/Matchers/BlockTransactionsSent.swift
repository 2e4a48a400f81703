import PeerObserver

/// `Peer N sent us a GETBLOCKTXN for block H, sending a BLOCKTXN with N txns. (N bytes)` (v30 and later)
extension BlockTransactionsSentLine {
    /// Behind "Peer ".
    init?(_ line: inout LineScanner) {
        guard let peer = line.unsigned(), line.take(" sent us a GETBLOCKTXN for block "), let hash = line.hash(),
            line.take(", sending a BLOCKTXN with "), let count = line.unsigned(), line.take(" txns.")
        else { return nil }
        var bytes: UInt64?
        if line.take(" (") {
            guard let number = line.unsigned() else { return nil }
            bytes = number
        }
        self.init(peerID: peer, blockHash: hash, txCount: count, byteCount: bytes)
    }
}

/// `Peer N sent us a compact block but it failed to reconstruct, …`, `Peer N sent us a getblocktxn for a block …` and
/// the other sentences of that beginning
extension CompactBlockProblemLine {
    /// Behind "Peer ".
    init?(_ line: inout LineScanner) {
        guard let peer = line.unsigned(), line.take(" sent "), !line.isAtEnd else { return nil }
        self.init(peerID: peer, problem: line.rest())
    }
}
