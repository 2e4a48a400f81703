import PeerObserver

/// `Saw new header hash=H height=N peer=N[, peeraddr=A]`, `Saw new cmpctblock header hash=H …`; before v30 a header has
/// no peer, and a compact block's no height
extension NewHeaderLine {
    /// Behind "Saw new ".
    init?(_ line: inout LineScanner) {
        let isCompact = line.take("cmpctblock ")
        guard line.take("header hash="), let hash = line.hash() else { return nil }
        var height: UInt32?
        if line.take(" height=") {
            guard let number = line.unsigned32() else { return nil }
            height = number
        }
        var peer: UInt64?
        if line.take(UInt8(ascii: " ")) {
            guard let number = line.peer() else { return nil }
            peer = number
        }
        let address = line.peerAddress()
        guard line.isAtEnd else { return nil }
        self.init(blockHash: hash, viaCompactBlock: isCompact, height: height, peerID: peer, peerAddr: address)
    }
}
