import PeerObserver

/// `Resetting socket for peer=N[, peeraddr=A]`; up to v28 `disconnecting peer=N`
extension SocketClosedLine {
    /// Before "peer=".
    init?(_ line: inout LineScanner) {
        guard let peer = line.peer() else { return nil }
        self.init(peerID: peer, peerAddr: line.peerAddress())
        guard line.isAtEnd else { return nil }
    }
}

/// `Cleared nodestate for peer=N`
extension PeerForgottenLine {
    /// Before "peer=".
    init?(_ line: inout LineScanner) {
        guard let peer = line.peer() else { return nil }
        self.init(peerID: peer)
    }
}
