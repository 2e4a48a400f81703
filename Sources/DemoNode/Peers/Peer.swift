/// A peer that does not exist.
final class Peer {
    let id: Int64
    /// With the port.
    let address: String
    /// Bitcoin Core's `enum Network`.
    let network: UInt32
    let connectionType: ConnectionType
    /// Unix time.
    let establishedSeconds: Int64
    /// Where it can be reached; nil for a recorded peer.
    let own: NodeAddress?

    init(
        id: Int64, address: String, network: UInt32, connectionType: ConnectionType, establishedSeconds: Int64,
        own: NodeAddress? = nil
    ) {
        self.own = own
        self.id = id
        self.address = address
        self.network = network
        self.connectionType = connectionType
        self.establishedSeconds = establishedSeconds
    }

    convenience init(id: Int64, connectionType: ConnectionType, establishedSeconds: Int64, random: inout Random) {
        var address = NodeAddress.random(&random)
        // Who comes in does so from any port.
        if connectionType.isInbound, address.network != .i2p {
            address = NodeAddress(address.network, port: UInt16(random.within(32768...60999)), random: &random)
        }
        // Tor's own daemon is what connects for peers from the onion network.
        let isLocal = connectionType.isInbound && address.network == .onion
        self.init(
            id: id, address: isLocal ? "127.0.0.1:\(address.port)" : address.text, network: address.network.rawValue,
            connectionType: connectionType, establishedSeconds: establishedSeconds, own: address)
    }
}
