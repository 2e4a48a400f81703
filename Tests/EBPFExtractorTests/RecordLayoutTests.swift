import CTraceEvents
import Testing

@testable import EBPFExtractor

/// The layout that recordings on disk rely on, written down once more, so that a change of the header is noticed.
@Suite struct RecordLayoutTests {
    @Test func headerIs24Bytes() {
        #expect(MemoryLayout<trace_header>.size == 24)
        #expect(MemoryLayout<trace_header>.offset(of: \.kind) == 0)
        #expect(MemoryLayout<trace_header>.offset(of: \.pid) == 4)
        #expect(MemoryLayout<trace_header>.offset(of: \.monotonic_ns) == 8)
        #expect(MemoryLayout<trace_header>.offset(of: \.length) == 16)
        #expect(MemoryLayout<trace_header>.offset(of: \.payload_length) == 20)
    }

    @Test func payloadFollowsTheFieldsOfAMessage() {
        #expect(MemoryLayout<trace_net_message>.offset(of: \.peer_id) == 24)
        #expect(MemoryLayout<trace_net_message>.offset(of: \.size) == 32)
        #expect(MemoryLayout<trace_net_message>.offset(of: \.address) == 40)
        #expect(MemoryLayout<trace_net_message>.offset(of: \.connection_type) == 120)
        #expect(MemoryLayout<trace_net_message>.offset(of: \.message_type) == 144)
        #expect(MemoryLayout<trace_net_message>.size == 168)
    }

    @Test func recordsHaveTheirSizes() {
        let sizes = [168, 168, 152, 152, 152, 152, 160, 72, 96, 128, 184, 88, 208, 200, 56, 80]
        #expect(TraceKind.allCases.map(\.recordSize) == sizes)
        #expect(sizes.allSatisfy { $0.isMultiple(of: 8) })
    }

    @Test func everyKindHasATracepoint() {
        #expect(TraceKind.allCases.count == Int(TRACE_KIND_COUNT.rawValue))
        #expect(Set(TraceKind.allCases.map(\.description)).count == TraceKind.allCases.count)
        #expect(TraceKind(number: TRACE_NET_INBOUND_MESSAGE.rawValue)?.description == "net:inbound_message")
        #expect(TraceKind(number: TRACE_UTXOCACHE_UNCACHE.rawValue)?.description == "utxocache:uncache")
        #expect(TraceKind(number: TRACE_KIND_COUNT.rawValue) == nil)
    }
}
