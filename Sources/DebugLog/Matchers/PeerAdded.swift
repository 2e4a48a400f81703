import PeerObserver

/// `Added connection[ to A] peer=N`
extension PeerAddedLine {
    /// Behind "Added connection ".
    init?(_ line: inout LineScanner) {
        var address: String?
        if line.take("to ") {
            guard let text = line.address(), line.take(UInt8(ascii: " ")) else { return nil }
            address = text
        }
        guard let peer = line.peer() else { return nil }
        self.init(peerID: peer, address: address)
    }
}
