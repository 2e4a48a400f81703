import CTraceEvents
import Daemon
import PeerObserver
import TestSupport
import Testing

@testable import EBPFExtractor

@Suite struct RecordPublisherTests {
    private func publish(
        _ records: [[UInt8]], maxPayload: Int = 1 << 20, node: String? = nil, stampsPID: Bool = false,
        clockOffset: Int64 = 0
    ) throws -> (bus: RecordingBus, events: [Event], reduced: UInt64) {
        let bus = RecordingBus(maxPayload: maxPayload)
        let events = EventPublisher(bus: bus, node: node.flatMap { NodeName($0) })
        let publisher = RecordPublisher(bus: bus, publisher: events, stampsPID: stampsPID)
        for record in records { record.withUnsafeBytes { publisher.publish($0, clockOffset: clockOffset) } }
        return (bus, try bus.published.map { try Event(decoding: $0.payload) }, events.reduced)
    }

    private static let connection = SampleRecords.record(TRACE_NET_INBOUND_CONNECTION, trace_net_connection_opened.self)
    {
        SampleRecords.connection(&$0.connection)
        $0.existing_connections = 1
    }

    @Test func timeIsTheRecordsPlusTheOffset() throws {
        let event = try #require(
            try publish([SampleRecords.message("verack")], clockOffset: 1_790_000_000_000_000_000).events.first)
        #expect(event.sourceTimeNs == 1_790_000_007_000_000_001)
        #expect(event.timestamp == 1_790_000_007_000)
    }

    @Test func numbersCountFromOnePerSubject() throws {
        let records = [
            SampleRecords.message("verack"), Self.connection, SampleRecords.message("ping", [1]),
            SampleRecords.message("verack"),
            SampleRecords.message("ping", [2]), Self.connection, SampleRecords.message("verack"),
        ]
        let (bus, events, _) = try publish(records)
        #expect(
            zip(bus.published, events).map { "\($0.subject) \($1.sequence ?? 0)" } == [
                "netmsg 1", "netconn 1", "netmsg.malformed 1", "netmsg 2", "netmsg.malformed 2", "netconn 2",
                "netmsg 3",
            ])
        #expect(Set(events.map(\.streamID)).count == 1)
        #expect(events[0].streamID != 0 && events[0].streamID != nil)
    }

    @Test func everyStartHasItsOwnStream() throws {
        let streams = try (0..<20).map { _ in try publish([SampleRecords.message("verack")]).events[0].streamID }
        #expect(Set(streams).count == 20)
    }

    @Test func nodeIsInSubjectAndEvent() throws {
        let (bus, events, _) = try publish(
            [SampleRecords.message("verack"), SampleRecords.message("ping", [1])], node: "alice")
        #expect(bus.published.map(\.subject) == ["node.alice.netmsg", "node.alice.netmsg.malformed"])
        #expect(events.map(\.node) == ["alice", "alice"])
        #expect(try publish([SampleRecords.message("verack")]).events[0].node == nil)
    }

    @Test func pidIsStampedWhereSeveralProcessesMayBe() throws {
        #expect(try publish([SampleRecords.message("verack")], stampsPID: true).events[0].pid == SampleRecords.pid)
        #expect(try publish([SampleRecords.message("verack")], stampsPID: false).events[0].pid == nil)
    }

    @Test func everyKindGoesToItsSubject() throws {
        let subjects: [trace_kind: String] = [
            TRACE_NET_INBOUND_MESSAGE: "netmsg", TRACE_NET_OUTBOUND_MESSAGE: "netmsg",
            TRACE_NET_INBOUND_CONNECTION: "netconn",
            TRACE_NET_OUTBOUND_CONNECTION: "netconn", TRACE_NET_CLOSED_CONNECTION: "netconn",
            TRACE_NET_EVICTED_INBOUND_CONNECTION: "netconn", TRACE_NET_MISBEHAVING_CONNECTION: "netconn",
            TRACE_MEMPOOL_ADDED: "mempool", TRACE_MEMPOOL_REMOVED: "mempool", TRACE_MEMPOOL_REPLACED: "mempool",
            TRACE_MEMPOOL_REJECTED: "mempool", TRACE_VALIDATION_BLOCK_CONNECTED: "validation",
            TRACE_ADDRMAN_ATTEMPT_ADD: "addrman.new", TRACE_ADDRMAN_MOVE_TO_GOOD: "addrman.tried",
            TRACE_UTXOCACHE_FLUSH: "utxocache.flush", TRACE_UTXOCACHE_UNCACHE: "utxocache.uncache",
        ]
        #expect(subjects.count == TraceKind.allCases.count)
        for (kind, subject) in subjects {
            let size = TraceKind(kind).recordSize
            let header = SampleRecords.header(kind, length: size)
            let record = withUnsafeBytes(of: header) { [UInt8]($0) } + [UInt8](repeating: 0, count: size - 24)
            #expect(try publish([record]).bus.published.map(\.subject) == [subject])
        }
    }

    @Test func whatIsNoRecordIsCounted() throws {
        let (bus, _, _) = try publish([
            [], [1, 2, 3], [UInt8](repeating: 0xFF, count: 400), Array(Self.connection.dropLast()),
        ])
        #expect(bus.published.isEmpty)
        #expect(bus.lost == [.undecodable: 4])
    }

    /// A transaction of version 2 with one input and one output, whose script fills it to `size` bytes.
    private func transaction(_ size: Int) -> [UInt8] {
        let script = size - 64
        return [2, 0, 0, 0, 1] + [UInt8](repeating: 7, count: 36) + [0, 255, 255, 255, 255, 1]
            + [UInt8](repeating: 1, count: 8)
            + [0xfe] + withUnsafeBytes(of: UInt32(script).littleEndian) { [UInt8]($0) }
            + [UInt8](repeating: 0x6a, count: script)
            + [0, 0, 0, 0]
    }

    @Test func eventAboveTheServersLimitGoesWithoutItsRawBytes() throws {
        let payload = transaction(70_000)
        let (whole, wholeEvents, none) = try publish([SampleRecords.message("tx", payload)])
        #expect(none == 0 && whole.published[0].payload.count > 70_000)
        let (bus, events, reduced) = try publish([SampleRecords.message("tx", payload)], maxPayload: 65_536)
        #expect(reduced == 1 && bus.lost.isEmpty && bus.published[0].payload.count < 400)
        guard case .ebpfExtractor(let before) = wholeEvents[0].payload, case .message(let full) = before.event,
            case .tx(let fullTx) = full.message, case .ebpfExtractor(let after) = events[0].payload,
            case .message(let small) = after.event, case .tx(let smallTx) = small.message
        else {
            Issue.record("no transaction")
            return
        }
        #expect(fullTx.tx.raw == payload && smallTx.tx.raw == nil)
        #expect(smallTx.tx.txid == fullTx.tx.txid && smallTx.tx.wtxid == fullTx.tx.wtxid)
        #expect(small.meta == full.meta && small.meta.size == 70_000)
        #expect(events[0].sequence == 1)
    }

    @Test func malformedAboveTheLimitKeepsItsReason() throws {
        let payload = [UInt8](repeating: 0xFF, count: 2000)
        let (bus, events, reduced) = try publish([SampleRecords.message("inv", payload)], maxPayload: 1000)
        #expect(reduced == 1 && bus.published.map(\.subject) == ["netmsg.malformed"])
        guard case .ebpfExtractor(let ebpf) = events[0].payload, case .message(let message) = ebpf.event,
            case .malformed(let malformed) = message.message
        else {
            Issue.record("not malformed")
            return
        }
        #expect(malformed.payload == nil && !malformed.reason.isEmpty)
    }

    /// What cannot be reduced is still handed to the bus, which counts it as oversized.
    @Test func whatCannotBeReducedIsLeftToTheBus() throws {
        let (bus, _, reduced) = try publish(
            [SampleRecords.message("xyz", [UInt8](repeating: 1, count: 2000))], maxPayload: 1000)
        #expect(reduced == 0 && bus.published.count == 1 && bus.published[0].payload.count > 2000)
    }
}
