import PeerObserver

/// How a client wants its events.
enum EventFormat: Int, CaseIterable, Sendable {
    /// The bare event, bytes as arrays of numbers: upstream's.
    case upstream
    /// Ours, with node, sequence and times around the event.
    case envelope

    var name: StaticString {
        switch self {
        case .upstream: "upstream"
        case .envelope: "envelope"
        }
    }
}

/// What a client wants to receive. Clients of equal subscriptions share their frames.
struct Subscription: Hashable, Sendable {
    var format = EventFormat.upstream
    var kinds = EventKinds.none
    /// Nil for all; an element that is nil stands for events without a node.
    var nodes: Set<String?>?
    /// Nil for all. Restricts messages and connections.
    var peers: Set<UInt64>?
    /// Nil for all. Restricts messages.
    var commands: Set<String>?
    /// Nil for both. Restricts messages.
    var inbound: Bool?
    /// Nil for all. Restricts answers of RPCs.
    var rpcs: Set<String>?

    /// Whether the event is wanted; nil where it cannot be decoded to know.
    func admits(_ event: inout ReceivedEvent) -> Bool? {
        guard kinds.contains(event.kind), format == .envelope || event.subject.isUpstreams else { return false }
        if let nodes, !nodes.contains(event.subject.nodeName) { return false }
        guard looksInto(event.kind) else { return true }
        guard event.decode(), let decoded = event.decoded else { return nil }
        return admits(decoded)
    }

    /// Whether events of this kind are wanted or not for what they hold.
    private func looksInto(_ kind: EventKind) -> Bool {
        switch kind {
        case .messages: peers != nil || commands != nil || inbound != nil
        case .connections: peers != nil
        case .rpc: rpcs != nil
        default: false
        }
    }

    private func admits(_ event: borrowing Event) -> Bool {
        switch event.payload {
        case .ebpfExtractor(let ebpf): return admits(ebpf)
        case .rpcExtractor(let rpc):
            guard let rpcs else { return true }
            return rpc.method.map { rpcs.contains($0) } ?? false
        default: return true
        }
    }

    /// Whether it is worth decoding: false only for what `admits` would refuse.
    func mayAdmit(_ payload: UnsafeRawBufferPointer, _ kind: EventKind) -> Bool {
        guard kind == .rpc, let rpcs, let method = RPCEvent.method(inEvent: RawSpan(_unsafeBytes: payload)) else {
            return true
        }
        return rpcs.contains(method)
    }

    private func admits(_ ebpf: EBPFEvent) -> Bool {
        switch ebpf.event {
        case .message(let message):
            return (peers?.contains(message.meta.peerID) ?? true) && (commands?.contains(message.meta.command) ?? true)
                && (inbound ?? message.meta.inbound) == message.meta.inbound
        case .connection(let connection):
            guard let peers else { return true }
            return connection.peerID.map { peers.contains($0) } ?? false
        default: return true
        }
    }
}
