/// A message ready to be sent.
struct Message {
    /// The message type, as on the wire.
    let type: String
    var payload: [UInt8]

    init(_ type: String, _ payload: [UInt8] = []) {
        self.type = type
        self.payload = payload
    }
}

/// A message on its way between the node and a peer.
struct Exchange {
    let inbound: Bool
    let peer: Peer
    var message: Message
}
