import PeerObserver

/// `connect() to TARGET failed after wait: ERROR`, `connect() to TARGET failed: ERROR`,
/// `connection attempt to TARGET timed out`
extension ConnectionFailedLine {
    /// Behind "connect() to ".
    init?(_ line: inout LineScanner) {
        guard let target = line.address(), line.take(" failed after wait: ") || line.take(" failed: ") else {
            return nil
        }
        self.init(target: target, error: line.rest())
    }

    /// Behind "connection attempt to ".
    init?(attempt line: inout LineScanner) {
        guard let target = line.address(), line.take(" timed out") else { return nil }
        self.init(target: target, error: "timed out")
    }
}
