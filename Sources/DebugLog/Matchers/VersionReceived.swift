import PeerObserver

/// `receive version message: AGENT: version N, blocks=N, us=A, txrelay=0, peer=N[, peeraddr=A][, mapped_as=N]`
extension VersionReceivedLine {
    /// Behind "message: ".
    init?(_ line: inout LineScanner) {
        // The peer chooses the user agent, which may look like what follows, but the node lets no "=" of it through.
        guard let equals = line.find("=") else { return nil }
        var agent = line
        agent = LineScanner(agent, end: equals)
        guard let userAgent = agent.text(upToLast: ": version "), let version = agent.unsigned32(),
            agent.take(", blocks"), agent.isAtEnd
        else { return nil }
        line.index = equals + 1
        guard let height = line.signed(), line.take(", us="), let us = line.address(), line.take(", txrelay="),
            let relay = line.flag(), line.take(", "), let peer = line.peer()
        else { return nil }
        let address = line.peerAddress()
        self.init(
            userAgent: userAgent == "<no user agent>" ? "" : userAgent, version: version, startHeight: height, us: us,
            relay: relay, peerID: peer, peerAddr: address, mappedAs: line.mappedAS())
    }
}
