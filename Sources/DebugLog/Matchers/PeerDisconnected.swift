import PeerObserver

/// `REASON, disconnecting peer=N[, peeraddr=A][: ERROR]`, and before v29 also `REASON; disconnecting` with `peer=N` in the
/// reason, `Disconnecting outbound peer N …` and `disconnecting extra … peer=N (…)`
extension PeerDisconnectedLine {
    /// At the message's beginning.
    init?(_ line: inout LineScanner) {
        if let position = line.findLast("disconnecting peer=") {
            // "not disconnecting peer=…" is none.
            guard position >= line.index + 3, line.start[position - 1] == UInt8(ascii: " ") else { return nil }
            let mark = line.start[position - 2]
            guard mark == UInt8(ascii: ",") || mark == UInt8(ascii: ";") else { return nil }
            let reason = line.text(from: line.index, to: position - 2)
            line.index = position
            guard line.take("disconnecting "), let peer = line.peer() else { return nil }
            let address = line.peerAddress()
            self.init(peerID: peer, reason: reason, peerAddr: address)
            if line.take(": ") { error = line.rest() }
        } else {
            let first = line.index
            guard let reason = line.rest(before: "; disconnecting") ?? line.rest(before: ", disconnecting") else {
                return nil
            }
            line.index = first
            guard let position = line.find("eer=") else { return nil }
            line.index = position + 4
            guard let peer = line.unsigned() else { return nil }
            self.init(peerID: peer, reason: reason, peerAddr: line.peerAddress())
        }
    }

    /// Behind "disconnecting extra ".
    init?(extra line: inout LineScanner) {
        guard let type = line.word(), line.take(UInt8(ascii: " ")), let peer = line.peer() else { return nil }
        self.init(peerID: peer, reason: line.makesText ? "extra " + type + line.rest() : "")
    }

    /// Behind "Disconnecting outbound peer ".
    init?(outbound line: inout LineScanner) {
        guard let peer = line.unsigned() else { return nil }
        guard line.take(" for ") || line.take(" -- ") else { return nil }
        self.init(peerID: peer, reason: line.rest())
    }

    /// Behind "Disconnecting: ", of connections for private broadcast.
    init?(privateBroadcast line: inout LineScanner) {
        guard let reason = line.text(upToLast: ", peer="), let peer = line.unsigned() else { return nil }
        self.init(peerID: peer, reason: reason, peerAddr: line.peerAddress())
    }
}
