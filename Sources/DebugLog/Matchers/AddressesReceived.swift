import PeerObserver

/// `Received addr: N addresses (N processed, N rate-limited) from peer=N`
extension AddressesReceivedLine {
    /// Behind "addr: ".
    init?(_ line: inout LineScanner) {
        guard let count = line.unsigned(), line.take(" addresses ("), let processed = line.unsigned(),
            line.take(" processed, "), let limited = line.unsigned(), line.take(" rate-limited) from "),
            let peer = line.peer()
        else { return nil }
        self.init(addressCount: count, processedCount: processed, rateLimitedCount: limited, peerID: peer)
    }
}
