import PeerObserver

/// What a session wants done.
enum Action: Equatable {
    case send(OutboundMessage)
    case publish(P2PEvent.Kind)
    /// The handshake is complete.
    case established(Version)
    /// A whole message of this type came in.
    case received(String)
    /// A pong that answers no ping of ours.
    case unknownPong
    /// The newest block that the node told of.
    case heardOf(Hash256)
    case close(DisconnectReason, detail: String)
}

/// A message for the node.
struct OutboundMessage: Equatable {
    let command: String
    let payload: [UInt8]

    init(_ command: String, _ content: some PayloadEncodable) {
        var writer = ByteWriter(capacity: 128)
        content.encodePayload(into: &writer)
        (self.command, payload) = (command, writer.array)
    }

    /// Without a payload.
    init(_ command: String) {
        (self.command, payload) = (command, [])
    }
}
