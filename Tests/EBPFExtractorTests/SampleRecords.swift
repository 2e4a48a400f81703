import CTraceEvents
import PeerObserver

@testable import EBPFExtractor

/// Records as the BPF programs write them, built by hand.
enum SampleRecords {
    static let pid: UInt32 = 4242
    static let time: UInt64 = 7_000_000_001

    static func header(_ kind: trace_kind, length: Int, payload: Int = 0) -> trace_header {
        trace_header(
            kind: kind.rawValue, pid: pid, monotonic_ns: time, length: UInt32(length + payload),
            payload_length: UInt32(payload))
    }

    /// A record of a kind, with its header made and everything else as `fill` leaves it; texts are followed by rubbish, as in the ring.
    static func record<Fields: BitwiseCopyable>(
        _ kind: trace_kind, _ type: Fields.Type, payload: [UInt8] = [], fill: (inout Fields) -> Void
    ) -> [UInt8] {
        let size = MemoryLayout<Fields>.size
        let header = header(kind, length: size, payload: payload.count)
        return [UInt8](unsafeUninitializedCapacity: size) { buffer, count in
            let raw = UnsafeMutableRawBufferPointer(buffer)
            _ = raw.initializeMemory(as: UInt8.self, repeating: 0xAA)
            var fields = raw.loadUnaligned(as: Fields.self)
            fill(&fields)
            raw.storeBytes(of: fields, as: Fields.self)
            raw.storeBytes(of: header, as: trace_header.self)
            count = size
        } + payload
    }

    static func message(
        _ command: String, _ payload: [UInt8] = [], inbound: Bool = true, peer: Int64 = 3, type: String = "inbound"
    ) -> [UInt8] {
        record(
            inbound ? TRACE_NET_INBOUND_MESSAGE : TRACE_NET_OUTBOUND_MESSAGE, trace_net_message.self, payload: payload
        ) {
            $0.peer_id = peer
            $0.size = UInt64(payload.count)
            set(&$0.address, "203.0.113.7:8333")
            set(&$0.connection_type, type)
            set(&$0.message_type, command)
        }
    }

    static func connection(
        _ connection: inout trace_net_connection, peer: Int64 = -7, type: String = "outbound-full-relay",
        network: UInt32 = 6
    ) {
        connection.peer_id = peer
        set(&connection.address, "[2001:db8::1]:8333")
        set(&connection.connection_type, type)
        connection.network = network
    }

    /// Puts a text and its zero into an imported C array.
    static func set<Field>(_ field: inout Field, _ text: String) {
        withUnsafeMutableBytes(of: &field) { $0.copyBytes(from: Array(text.utf8.prefix($0.count - 1)) + [0]) }
    }

    static func set<Field>(_ field: inout Field, _ bytes: [UInt8]) {
        withUnsafeMutableBytes(of: &field) { $0.copyBytes(from: bytes.prefix($0.count)) }
    }

    static func hash(_ seed: UInt8) -> [UInt8] { (0..<32).map { seed &+ $0 } }

    static func decode(_ record: [UInt8]) -> EBPFEvent.Kind? {
        record.withUnsafeBytes { TraceRecord($0).flatMap(TracepointTable.decode) }
    }
}
