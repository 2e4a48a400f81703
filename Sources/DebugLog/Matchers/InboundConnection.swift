import PeerObserver

/// `connection from A accepted`, `connection from A dropped (banned)`, `connection from A dropped: REASON`
extension InboundConnectionLine {
    /// Behind "connection from ".
    init?(_ line: inout LineScanner) {
        guard let address = line.address() else { return nil }
        if line.take(" accepted") {
            self.init(address: address, accepted: true, reason: "")
        } else if line.take(" dropped: ") {
            self.init(address: address, accepted: false, reason: line.rest())
        } else if line.take(" dropped ("), let reason = line.rest(before: ")") {
            self.init(address: address, accepted: false, reason: reason)
        } else {
            return nil
        }
    }
}
