import PeerObserver

/// `Block mutated: REASON`, `AcceptBlock: REASON`, `ProcessNewBlock: AcceptBlock FAILED (REASON)`,
/// `Block validation error: REASON`, `ConnectTip: ConnectBlock H failed, REASON`
extension BlockRejectedLine {
    init?(_ line: inout LineScanner, stage: String) {
        guard !line.isAtEnd else { return nil }
        self.init(stage: stage, reason: line.rest())
    }

    /// Behind the opening parenthesis.
    init?(processed line: inout LineScanner) {
        guard let reason = line.rest(before: ")") else { return nil }
        self.init(stage: "process", reason: reason)
    }

    /// Behind "ConnectBlock ".
    init?(connected line: inout LineScanner) {
        guard let hash = line.hash(), line.take(" failed, ") else { return nil }
        self.init(stage: "connect", reason: line.rest(), blockHash: hash)
    }
}
