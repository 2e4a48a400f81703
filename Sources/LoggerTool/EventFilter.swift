import PeerObserver

/// Decides by peer, message type and direction.
struct EventFilter: Sendable {
    /// Empty for all.
    var peers: Set<UInt64> = []
    /// Empty for all.
    var commands: Set<String> = []
    /// nil for both directions.
    var inbound: Bool?

    func admits(_ event: Event) -> Bool {
        if peers.isEmpty, commands.isEmpty, inbound == nil { return true }
        guard case .ebpfExtractor(let ebpf) = event.payload else { return false }
        switch ebpf.event {
        case .message(let message):
            return (peers.isEmpty || peers.contains(message.meta.peerID))
                && (commands.isEmpty || commands.contains(message.meta.command))
                && (inbound == nil || inbound == message.meta.inbound)
        case .connection(let connection):
            guard commands.isEmpty, inbound == nil, let peer = connection.peerID else { return false }
            return peers.contains(peer)
        default: return false
        }
    }
}
