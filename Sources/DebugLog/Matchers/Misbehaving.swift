import PeerObserver

/// `Misbehaving: peer=N[: REASON]`; up to v27 `Misbehaving: peer=N (SCORE -> SCORE)[ BAN THRESHOLD EXCEEDED][: REASON]`
extension MisbehavingLine {
    /// Behind "Misbehaving: ".
    init?(_ line: inout LineScanner) {
        guard let peer = line.peer() else { return nil }
        self.init(peerID: peer, reason: "")
        if line.take(" (") {
            guard let before = line.score(), line.take(" -> "), let after = line.score(), line.take(")") else {
                return nil
            }
            scoreBefore = before
            scoreAfter = after
            _ = line.take(" BAN THRESHOLD EXCEEDED") || line.take(" DISCOURAGE THRESHOLD EXCEEDED")
        }
        if line.take(": ") { reason = line.rest() }
        guard line.isAtEnd else { return nil }
    }
}

extension LineScanner {
    fileprivate mutating func score() -> Int32? { signed().flatMap(Int32.init(exactly:)) }
}
