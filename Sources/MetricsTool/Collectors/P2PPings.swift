import Daemon
import PeerObserver

/// Pings, and how soon the node answers them.
struct P2PPings: Sendable {
    private let values: CounterSlot
    private let oldPings: TextCounter
    private let response: HistogramSlot

    init(_ layout: inout MetricLayout) {
        layout.group("ping and pong messages")
        values = layout.counter(
            "p2p_ping_inbound_value", "Pings received, by the smallest type that holds the nonce.",
            by: MetricLabel("value", ["0", "u8", "u16", "u32", "u64"]))
        oldPings = layout.counter(
            "p2p_oldping_subnet", "Pings without a nonce, by the first address of the peer's /24 (IPv4) or /64 (IPv6).",
            text: "subnet",
            policy: .keepLast)
        response = layout.histogram(
            "p2p_ping_response_seconds", "Seconds from a peer's ping to the node's pong, matched by peer and nonce.",
            bounds: Bounds.pingSeconds)
    }

    func collectPing(_ head: MessageHead, _ input: RawSpan, _ event: EventHead, _ node: inout NodeState)
        throws(WireError)
    {
        guard head.inbound else { return }
        let nonce = try Self.nonce(head, input)
        node.store.add(to: values, Self.size(of: nonce))
        let peer = PendingPings.Peer(pid: event.pid, id: head.peerID)
        node.pings.received(nonce, from: peer, time: event.time, tick: node.store.tick)
    }

    func collectPong(_ head: MessageHead, _ input: RawSpan, _ event: EventHead, _ node: inout NodeState)
        throws(WireError)
    {
        guard !head.inbound else { return }
        let peer = PendingPings.Peer(pid: event.pid, id: head.peerID)
        if let seconds = node.pings.answered(try Self.nonce(head, input), to: peer, time: event.time) {
            node.store.observe(seconds, in: response)
        }
    }

    func collectOldPing(_ head: MessageHead, _ input: RawSpan, _ node: inout NodeState) {
        guard head.inbound else { return }
        let address = IPAddress(input.bytes(head.addr))
        node.store.add(to: oldPings, address.map { $0.subnet.subnetText } ?? "none")
    }

    private static func nonce(_ head: MessageHead, _ input: RawSpan) throws(WireError) -> UInt64 {
        var reader = WireReader(input, in: head.body)
        var nonce: UInt64 = 0
        while let tag = try reader.nextTag() {
            if tag == 9 { nonce = try reader.fixed64() } else { try reader.skip(tag) }
        }
        return nonce
    }

    private static func size(of nonce: UInt64) -> Int {
        if nonce == 0 { return 0 }
        if nonce <= 0xFF { return 1 }
        if nonce <= 0xFFFF { return 2 }
        return nonce <= 0xFFFF_FFFF ? 3 : 4
    }
}

extension IPAddress {
    /// The first address of a subnet; of IPv6, the zeros at the end are left out.
    fileprivate var subnetText: String {
        guard ipv4 == nil else { return description }
        var groups = description.split(separator: ":")
        while groups.last == "0" { groups.removeLast() }
        return groups.joined(separator: ":") + "::"
    }
}
