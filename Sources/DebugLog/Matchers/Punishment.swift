import PeerObserver

/// `Disconnecting and discouraging peer N!`, `Warning: disconnecting but not discouraging local peer N!`,
/// `Not punishing noban peer N!`, `Not punishing manually connected peer N!`
extension PunishmentLine {
    /// Before the peer's number.
    init?(_ line: inout LineScanner, outcome: String) {
        guard let peer = line.unsigned(), line.take("!") else { return nil }
        self.init(peerID: peer, outcome: outcome)
    }

    /// Behind "Warning: disconnecting but not discouraging ".
    init?(disconnected line: inout LineScanner) {
        guard line.take("local peer ") || line.take("inbound onion peer ") else { return nil }
        self.init(&line, outcome: "disconnected")
    }
}
