import PeerObserver

/// `New TYPE peer connected: transport: v2, version: N, peer=N[, peeraddr=A][, mapped_as=N]`; up to v31
/// `… version: N, blocks=N peer=N`, up to v30 `New TYPE v2 peer connected: version: N, blocks=N, peer=N`, before
/// v26 `New outbound peer connected: version: N, blocks=N, peer=N (TYPE)`
extension PeerConnectedLine {
    /// Behind "New ".
    init?(_ line: inout LineScanner) {
        guard var type = line.word(), line.take(UInt8(ascii: " ")) else { return nil }
        var transport = Self.transport(&line)
        if transport != nil, !line.take(UInt8(ascii: " ")) { return nil }
        guard line.take("peer connected: ") else { return nil }
        if line.take("transport: ") {
            transport = Self.transport(&line)
            guard transport != nil || line.word() != nil, line.take(", ") else { return nil }
        }
        guard line.take("version: "), let version = line.unsigned32() else { return nil }
        var height: Int64?
        if line.take(", blocks=") {
            guard let number = line.signed() else { return nil }
            height = number
        }
        guard line.take(", ") || line.take(UInt8(ascii: " ")), let peer = line.peer() else { return nil }
        let address = line.peerAddress()
        if line.take(" ("), let name = line.rest(before: ")") { type = name }
        self.init(
            connectionType: type, peerID: peer, version: version, transport: transport, startHeight: height,
            peerAddr: address, mappedAs: line.mappedAS())
    }

    private static func transport(_ line: inout LineScanner) -> String? {
        line.take("v2") ? "v2" : line.take("v1") ? "v1" : nil
    }
}
