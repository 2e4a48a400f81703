import PeerObserver

/// Messages of a Bitcoin Core node's own functional tests, as its tracepoints gave them: some are malformed, oversized
/// or of an unknown type on purpose.
enum RecordedMessages {
    /// In the order of the recording.
    static func exchanges() -> [Exchange] {
        var peers: [Substring: Peer] = [:]
        return text.split(separator: "\n").compactMap { line in
            let fields = line.split(separator: " ", omittingEmptySubsequences: false)
            guard fields.count == 6, let id = Int64(fields[1]), let payload = Hex.decode(String(fields[5])) else {
                return nil
            }
            let address = fields[2]
            let type = ConnectionType(rawValue: String(fields[3])) ?? .manual
            let key = line.prefix(upTo: fields[3].endIndex).drop { $0 != " " }
            let peer =
                peers[key]
                ?? Peer(
                    id: id, address: String(address), network: NodeAddress.Network.ipv4.rawValue, connectionType: type,
                    establishedSeconds: 0)
            peers[key] = peer
            return Exchange(inbound: fields[0] == "in", peer: peer, message: Message(String(fields[4]), payload))
        }
    }
}
