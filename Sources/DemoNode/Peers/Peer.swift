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
    /// What the node knows of it beyond that.
    var told = Told()

    struct Told {
        /// nil: what most have.
        var userAgent: String?
        /// How many it has sent of late, for the rate limit on them.
        var addresses = 0
        /// Whether it takes its time.
        var isSlow = false
    }

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
        // Who comes in does so from any port, and two in three from networks that others do not come from.
        if connectionType.isInbound, address.network != .i2p {
            let port = UInt16(random.within(32768...60999))
            address =
                random.below(3) > 0
                ? NodeAddress(spread: address.network, port: port, random: &random)
                : NodeAddress(address.network, port: port, random: &random)
        }
        self.init(id: id, connectionType: connectionType, from: address, establishedSeconds: establishedSeconds)
    }

    convenience init(id: Int64, connectionType: ConnectionType, from address: NodeAddress, establishedSeconds: Int64) {
        // Tor's own daemon is what connects for peers from the onion network.
        let isLocal = connectionType.isInbound && address.network == .onion
        self.init(
            id: id, address: isLocal ? "127.0.0.1:\(address.port)" : address.text, network: address.network.rawValue,
            connectionType: connectionType, establishedSeconds: establishedSeconds, own: address)
    }
}
