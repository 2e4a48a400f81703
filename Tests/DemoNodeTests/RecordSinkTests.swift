import CTraceEvents
import Foundation
import PeerObserver
import Testing
import TraceRecording

@testable import DemoNode

@Suite struct RecordSinkTests {
    private func temporaryFile() -> String {
        FileManager.default.temporaryDirectory.appending(path: "demo-node-\(UUID().uuidString).records").path()
    }

    /// Writes the traffic's first seconds; gives its counters.
    private func write(_ path: String, _ settings: TrafficSettings, seconds: Double) throws -> Tally {
        var traffic = try Traffic(RecordSink(path: path), settings)
        var runner = Runner(seconds: seconds)
        try runner.simulate(&traffic)
        try traffic.probes.sink.finish()
        return traffic.probes.tally
    }

    @Test func recordsReadBackAsTheyWereCounted() throws {
        let path = temporaryFile()
        defer { try? FileManager.default.removeItem(atPath: path) }
        let tally = try write(path, TrafficSettings { $0.ratePerSecond = 400 }, seconds: 10)
        let reader = try RecordingReader(path: path)
        var counts = [UInt64](repeating: 0, count: Int(TRACE_KIND_COUNT.rawValue))
        var last: UInt64 = 0
        while let header = try reader.next({ record -> trace_header in
            let header = record.load(as: trace_header.self)
            #expect(Int(header.length) == record.count)
            #expect(header.length == trace_record_size(header.kind) + header.payload_length)
            return header
        }) {
            counts[Int(header.kind)] += 1
            #expect(header.monotonic_ns >= last && header.pid == RecordEncoder.pid)
            last = header.monotonic_ns
        }
        #expect(counts == tally.tracepoints.map(\.fired))
        #expect(last < UInt64(RecordEncoder.startMonotonic) + 10_000_000_000)
        #expect(reader.clockOffset + RecordEncoder.startMonotonic == RecordEncoder.startSeconds * 1_000_000_000)
    }

    @Test func messagesCarryTheirFieldsAndPayload() throws {
        let path = temporaryFile()
        defer { try? FileManager.default.removeItem(atPath: path) }
        let settings = TrafficSettings {
            $0.mix = .recorded
            $0.messagesOnly = true
            $0.messageLimit = 325
        }
        _ = try write(path, settings, seconds: 0)
        let reader = try RecordingReader(path: path)
        for exchange in RecordedMessages.exchanges() {
            let matches = try reader.next { record in
                let message = record.load(as: trace_net_message.self)
                func text<Tuple>(_ field: Tuple) -> String {
                    withUnsafeBytes(of: field) { String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) }
                }
                #expect(message.peer_id == exchange.peer.id)
                #expect(text(message.address) == exchange.peer.address)
                #expect(text(message.connection_type) == exchange.peer.connectionType.rawValue)
                #expect(text(message.message_type) == exchange.message.type)
                #expect(message.size == exchange.message.payload.count)
                return record.dropFirst(MemoryLayout<trace_net_message>.size).elementsEqual(exchange.message.payload)
            }
            #expect(matches == true)
        }
        #expect(try reader.next { _ in true } == nil)
    }

    @Test func oneSeedGivesOneFile() throws {
        let paths = [temporaryFile(), temporaryFile()]
        defer { for path in paths { try? FileManager.default.removeItem(atPath: path) } }
        for path in paths { _ = try write(path, TrafficSettings(), seconds: 5) }
        #expect(FileManager.default.contentsEqual(atPath: paths[0], andPath: paths[1]))
    }
}
