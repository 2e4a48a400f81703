import PeerObserver

/// `send version message: version=N, blocks=N[, them=A], txrelay=0, peer=N`; up to v30 `version N`
extension VersionSentLine {
    /// Behind "message: version".
    init?(_ line: inout LineScanner) {
        guard line.take(UInt8(ascii: "=")) || line.take(UInt8(ascii: " ")), let version = line.unsigned32(),
            line.take(", blocks="), let height = line.signed()
        else { return nil }
        var them: String?
        if line.take(", them=") {
            guard let text = line.address() else { return nil }
            them = text
        }
        guard line.take(", txrelay="), let relay = line.flag(), line.take(", "), let peer = line.peer() else {
            return nil
        }
        self.init(version: version, startHeight: height, relay: relay, peerID: peer, them: them)
    }
}
