extension ConnectionEvent {
    /// The node's id of the peer; nil for an event without content.
    public var peerID: UInt64? {
        switch event {
        case .closed(let closed): closed.conn.peerID
        case .inboundEvicted(let evicted): evicted.conn.peerID
        case .inbound(let inbound): inbound.conn.peerID
        case .outbound(let outbound): outbound.conn.peerID
        case .misbehaving(let misbehaving): misbehaving.id
        case nil: nil
        }
    }
}
