import PeerObserver

/// `received: TYPE (N bytes) peer=N`, `sending TYPE (N bytes) peer=N`
extension PeerMessageLine {
    /// Before the type, which may be empty or have spaces where the peer chose it.
    init?(_ line: inout LineScanner, inbound: Bool) {
        guard let type = line.text(upToLast: " ("), let bytes = line.unsigned(), line.take(" bytes) "),
            let peer = line.peer(), line.isAtEnd
        else { return nil }
        self.init(inbound: inbound, type: type, byteCount: bytes, peerID: peer)
    }
}
