import PeerObserver

/// `Potential stale tip detected, will try using extra outbound peer (last tip update: N seconds ago)`
extension StaleTipLine {
    /// Behind "update: ".
    init?(_ line: inout LineScanner) {
        guard let seconds = line.unsigned(), line.take(" seconds ago)") else { return nil }
        self.init(seconds: seconds)
    }
}
