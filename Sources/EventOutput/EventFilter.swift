public import PeerObserver

/// Decides by peer, message type and direction.
public struct EventFilter: Sendable {
    /// Empty for all.
    public var peers: Set<UInt64>
    /// Empty for all.
    public var commands: Set<String>
    /// nil for both directions.
    public var inbound: Bool?

    public init(peers: Set<UInt64> = [], commands: Set<String> = [], inbound: Bool? = nil) {
        self.peers = peers
        self.commands = commands
        self.inbound = inbound
    }

    /// Whether it lets everything through.
    public var admitsAll: Bool { peers.isEmpty && commands.isEmpty && inbound == nil }

    public func admits(_ event: Event) -> Bool {
        if admitsAll { return true }
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
