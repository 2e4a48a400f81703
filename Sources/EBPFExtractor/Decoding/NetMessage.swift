import CTraceEvents
import PeerObserver

extension TracepointTable {
    /// `net:inbound_message`, `net:outbound_message`
    static func netMessage(_ record: TraceRecord, inbound: Bool) -> MessageEvent {
        let fields = record.fields(trace_net_message.self)
        let command = record.text(
            MemoryLayout<trace_net_message>.offset(of: \.message_type), TRACE_MESSAGE_TYPE_SIZE)
        let connectionType = record.text(
            MemoryLayout<trace_net_message>.offset(of: \.connection_type), TRACE_CONNECTION_TYPE_SIZE)
        let decoded = MessageTable.decode(command, payload: RawSpan(_unsafeBytes: record.payload))
        return MessageEvent(
            meta: MessageMetadata(
                peerID: UInt64(bitPattern: fields.peer_id),
                addr: record.text(MemoryLayout<trace_net_message>.offset(of: \.address), TRACE_ADDRESS_SIZE),
                connType: ConnType(name: connectionType), command: command, inbound: inbound, size: fields.size,
                connectionType: connectionType),
            message: decoded.message, detail: decoded.detail)
    }
}
