import PeerObserver

/// `Requesting block H (N) peer=N`, `Requesting block H from peer=N`, `Requesting wtx H peer=N`, `Requesting tx H peer=N`
extension InventoryRequestedLine {
    /// Behind "Requesting ".
    init?(_ line: inout LineScanner) {
        let type = line.take("block ") ? "block" : line.take("wtx ") ? "wtx" : line.take("tx ") ? "tx" : ""
        guard !type.isEmpty, let hash = line.hash(), line.take(UInt8(ascii: " ")) else { return nil }
        var height: UInt32?
        if line.take(UInt8(ascii: "(")) {
            guard let number = line.unsigned32(), line.take(") ") else { return nil }
            height = number
        }
        _ = line.take("from ")
        guard let peer = line.peer() else { return nil }
        self.init(type: type, hash: hash, peerID: peer, height: height)
    }
}

/// `received block H peer=N`
extension BlockReceivedLine {
    /// Behind "block ".
    init?(_ line: inout LineScanner) {
        guard let hash = line.hash(), line.take(UInt8(ascii: " ")), let peer = line.peer() else { return nil }
        self.init(blockHash: hash, peerID: peer)
    }
}
