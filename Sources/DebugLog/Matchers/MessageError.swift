import PeerObserver

/// `Header error: ERROR[, peer=N]`, `V2 transport error: ERROR[, peer=N]`,
/// `ProcessMessages(TYPE, N bytes): ERROR`
extension MessageErrorLine {
    init?(_ line: inout LineScanner, stage: String) {
        let first = line.index
        if let error = line.text(upToLast: ", peer="), let peer = line.unsigned(), line.isAtEnd {
            self.init(stage: stage, error: error, peerID: peer)
            return
        }
        line.index = first
        guard !line.isAtEnd else { return nil }
        self.init(stage: stage, error: line.rest())
    }

    /// Behind "ProcessMessages(".
    init?(processing line: inout LineScanner) {
        // The type has no parenthesis that a number and "bytes" follow.
        guard let type = line.text(upTo: ", "), let bytes = line.unsigned(), line.take(" bytes): ") else { return nil }
        self.init(stage: "processing", error: line.rest(), type: type, byteCount: bytes)
    }
}
