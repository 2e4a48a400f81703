import CTraceEvents
import PeerObserver

extension TracepointTable {
    /// `net:inbound_connection`
    static func netInboundConnection(_ record: TraceRecord) -> ConnectionEvent {
        let fields = record.fields(trace_net_connection_opened.self)
        return ConnectionEvent(
            event: .inbound(
                InboundConnection(conn: connection(record), existingConnections: fields.existing_connections)))
    }

    /// `net:outbound_connection`
    static func netOutboundConnection(_ record: TraceRecord) -> ConnectionEvent {
        let fields = record.fields(trace_net_connection_opened.self)
        return ConnectionEvent(
            event: .outbound(
                OutboundConnection(conn: connection(record), existingConnections: fields.existing_connections)))
    }

    /// `net:closed_connection`
    static func netClosedConnection(_ record: TraceRecord) -> ConnectionEvent {
        let established = record.fields(trace_net_connection_closed.self).established_s
        return ConnectionEvent(
            event: .closed(
                ClosedConnection(conn: connection(record), timeEstablished: UInt64(bitPattern: established))))
    }

    /// `net:evicted_inbound_connection`
    static func netEvictedInboundConnection(_ record: TraceRecord) -> ConnectionEvent {
        let established = record.fields(trace_net_connection_closed.self).established_s
        return ConnectionEvent(
            event: .inboundEvicted(
                EvictedInboundConnection(conn: connection(record), timeEstablished: UInt64(bitPattern: established))))
    }

    /// `net:misbehaving_connection`
    static func netMisbehavingConnection(_ record: TraceRecord) -> ConnectionEvent {
        ConnectionEvent(
            event: .misbehaving(
                MisbehavingConnection(
                    id: UInt64(bitPattern: record.fields(trace_net_misbehaving.self).peer_id),
                    message: record.text(
                        MemoryLayout<trace_net_misbehaving>.offset(of: \.reason), TRACE_MISBEHAVING_REASON_SIZE))))
    }

    /// What all four events in the life of a connection begin with.
    private static func connection(_ record: TraceRecord) -> Connection {
        let fields = record.fields(trace_net_connection.self)
        let type = record.text(
            MemoryLayout<trace_net_connection>.offset(of: \.connection_type), TRACE_CONNECTION_TYPE_SIZE)
        return Connection(
            peerID: UInt64(bitPattern: fields.peer_id),
            addr: record.text(MemoryLayout<trace_net_connection>.offset(of: \.address), TRACE_ADDRESS_SIZE),
            connType: ConnType(name: type), network: fields.network, connectionType: type)
    }
}
