import Daemon
import PeerObserver

/// Connections that come and go.
struct Connections: Sendable {
    private let inbound, inboundNetwork, outbound, outboundNetwork: CounterSlot
    private let inboundCurrent, outboundCurrent: GaugeSlot
    private let monero, gmax, linkingLion, torExit: CounterSlot
    private let closed, closedNetwork, closedAge, evicted: CounterSlot
    private let misbehaving, misbehavingReason, lists: TextCounter
    private let misbehaviours, opened, ended: CounterSlot
    private let age: HistogramSlot

    init(_ layout: inout MetricLayout) {
        layout.group("net:*_connection")
        inbound = layout.counter("conn_inbound", "Inbound connections opened.")
        inboundCurrent = layout.gauge(
            "conn_inbound_current",
            "Inbound connections now: what the node told with the last one, less those closed since.")
        inboundNetwork = layout.counter(
            "conn_inbound_network", "Inbound connections opened, by the number of the network.",
            by: Labels.networkNumber)
        monero = layout.counter(
            "conn_inbound_banlist_monero", "Inbound connections from addresses of the list monero.")
        gmax = layout.counter("conn_inbound_banlist_gmax", "Inbound connections from addresses of the list gmax.")
        linkingLion = layout.counter(
            "conn_inbound_list_linkinglion", "Inbound connections from addresses of the list linkinglion.")
        torExit = layout.counter(
            "conn_inbound_tor_exit", "Inbound connections from addresses of the list tor-exit.")
        outbound = layout.counter("conn_outbound", "Outbound connections opened.")
        outboundCurrent = layout.gauge(
            "conn_outbound_current",
            "Outbound connections now: what the node told with the last one, less those closed since.")
        outboundNetwork = layout.counter(
            "conn_outbound_network", "Outbound connections opened, by the number of the network.",
            by: Labels.networkNumber)
        closed = layout.counter("conn_closed", "Connections closed.")
        closedNetwork = layout.counter(
            "conn_closed_network", "Connections closed, by the number of the network.", by: Labels.networkNumber)
        closedAge = layout.counter("conn_closed_age", "Sum of the seconds that closed connections had lasted.")
        evicted = layout.counter("conn_evicted_inbound", "Inbound connections evicted to make room.")
        misbehaving = layout.counter(
            "conn_misbehaving", "Misbehaviour by peer and what the peer did.", text: "id", "misbehavingmessage",
            policy: .keepLast)
        misbehavingReason = layout.counter(
            "conn_misbehaving_reason", "Misbehaviour by what the peer did.", text: "misbehavingmessage")
        misbehaviours = layout.counter("conn_misbehaviours_total", "Misbehaviour of peers.")
        lists = layout.counter(
            "conn_inbound_list_total", "Inbound connections from addresses of a list.", text: "list")
        opened = layout.counter(
            "conn_opened_total", "Connections opened, by the node's own word for the type.", by: Labels.connectionType)
        ended = layout.counter(
            "conn_ended_total", "Connections that have ended, by the node's own word for the type.",
            by: Labels.connectionType)
        age = layout.histogram(
            "conn_closed_age_seconds", "Seconds that a connection had lasted when it was closed.",
            bounds: [1, 5, 10, 30, 60, 120, 300, 600, 1800, 3600, 7200, 21600, 86400, 604_800])
    }

    /// - Parameter lists: the lists that the peer's address is on.
    func collect(_ event: ConnectionEvent, _ head: EventHead, lists set: NetworkLists, _ node: inout NodeState) {
        forgetEndedProcess(head.pid, &node)
        switch event.event {
        case .inbound(let event):
            node.store.add(to: inbound)
            // The node counts the new one in.
            node.store.set(inboundCurrent, to: event.existingConnections)
            node.store.add(to: inboundNetwork, Labels.networkNumber(event.conn.network))
            node.store.add(to: opened, Self.type(event.conn))
            collectLists(event.conn, set, &node)
        case .outbound(let event):
            node.store.add(to: outbound)
            node.store.set(outboundCurrent, to: event.existingConnections)
            node.store.add(to: outboundNetwork, Labels.networkNumber(event.conn.network))
            node.store.add(to: opened, Self.type(event.conn))
        case .closed(let event):
            node.store.add(to: closed)
            node.store.add(to: closedNetwork, Labels.networkNumber(event.conn.network))
            node.store.add(to: ended, Self.type(event.conn))
            let now = head.timestamp / 1000
            if event.timeEstablished > 0 {
                let seconds = now >= event.timeEstablished ? now - event.timeEstablished : 0
                node.store.add(seconds, to: closedAge)
                node.store.observe(Double(seconds), in: age)
            }
            // An evicted connection is closed as well, and told of as such.
            let current = event.conn.connType == .inbound ? inboundCurrent : outboundCurrent
            if let value = node.store.value(current), value > 0 { node.store.set(current, to: value - 1) }
            node.pings.closed(PendingPings.Peer(pid: head.pid, id: event.conn.peerID))
        case .inboundEvicted: node.store.add(to: evicted)
        case .misbehaving(let event):
            node.store.add(to: misbehaviours)
            node.store.add(to: misbehaving, String(event.id), event.message)
            node.store.add(to: misbehavingReason, event.message)
        case nil: break
        }
    }

    /// A node that was killed tells nothing of its connections' end, and what is true of another process is not known.
    private func forgetEndedProcess(_ pid: UInt32, _ node: inout NodeState) {
        guard pid != 0, pid != node.connectionsPID else { return }
        if node.connectionsPID != 0 {
            node.store.unset(inboundCurrent)
            node.store.unset(outboundCurrent)
        }
        node.connectionsPID = pid
    }

    /// Connections now, where the node has told of any.
    func current(_ node: NodeState) -> (inbound: Double?, outbound: Double?) {
        (node.store.value(inboundCurrent), node.store.value(outboundCurrent))
    }

    private func collectLists(_ connection: Connection, _ set: NetworkLists, _ node: inout NodeState) {
        guard let address = IPAddress(connection.addr) else { return }
        for name in set.names(of: address) {
            node.store.add(to: lists, name)
            switch name {
            case "monero": node.store.add(to: monero)
            case "gmax": node.store.add(to: gmax)
            case LinkingLion.name: node.store.add(to: linkingLion)
            case "tor-exit": node.store.add(to: torExit)
            default: break
            }
        }
    }

    private static func type(_ connection: Connection) -> Int {
        let number = connection.connType.rawValue
        guard let word = connection.connectionType else { return Labels.connTypeNumber(number) }
        return Labels.connectionTypes.firstIndex(of: word) ?? 0
    }
}
