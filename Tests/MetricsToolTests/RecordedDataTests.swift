import DebugLog
import Foundation
import PeerObserver
import TestSupport
import Testing

@testable import MetricsTool
@testable import RPCExtractor

/// What recorded messages of a real node add up to (`Tests/PeerObserverTests/Fixtures/README.md` tells what they are).
@Suite struct RecordedDataTests {
    private struct Recorded: Decodable {
        let inbound: Bool
        let peerId: UInt64
        let addr, connType, command, payload: String
        let size: UInt64
    }

    @Test func recordedMessagesHaveTheirTotals() throws {
        let fed = Fed()
        let file = Golden.root.appending(path: "Tests/PeerObserverTests/Fixtures/p2p-messages.jsonl")
        let lines = try String(contentsOf: file, encoding: .utf8).split(separator: "\n")
        let decoder = JSONDecoder()
        decoder.keyDecodingStrategy = .convertFromSnakeCase
        let recorded = try lines.map { try decoder.decode(Recorded.self, from: Data($0.utf8)) }
        #expect(recorded.count == 325)
        for message in recorded {
            let payload = try #require(Hex.decode(message.payload))
            let decoded = MessageTable.decode(message.command, payload: payload.span.bytes)
            var event = Event.message(
                decoded.message, message.command, peer: message.peerId, addr: message.addr,
                type: ConnType(name: message.connType),
                word: message.connType, inbound: message.inbound, size: message.size)
            if case .ebpfExtractor(let ebpf) = event.payload, case .message(var content) = ebpf.event {
                content.detail = decoded.detail
                event = .ebpf(.message(content))
            }
            #expect(fed.feed(event) == nil)
        }
        #expect(fed.sum("p2p_message_count") + fed.sum("p2p_malformed_messages_total") == 325)
        #expect(
            fed.sum("p2p_message_bytes") + fed.sum("p2p_malformed_message_bytes_total")
                == Double(recorded.reduce(0) { $0 + $1.size }))
        try Golden.compare(GoldenTests.shown(fed).joined(separator: "\n") + "\n", with: "recorded-p2p-messages.txt")
    }

    /// `Tests/RPCExtractorTests/Fixtures/README.md` tells what they are.
    @Test func recordedAnswersHaveTheirTotals() throws {
        let fed = Fed()
        for rpc in RPC.all {
            let file = Golden.root.appending(path: "Tests/RPCExtractorTests/Fixtures/master/\(rpc.method).json")
            let body =
                Array(#"{"result":"#.utf8) + [UInt8](try Data(contentsOf: file)) + Array(#","error":null,"id":1}"#.utf8)
            let answer = try RPCAnswer(HTTPAnswer(status: 200, body: body))
            for call in rpc.calls { fed.feed(.rpc(try call.event(of: answer).0), on: rpc.subject) }
        }
        #expect(fed.sum("events_total") == Double(RPC.all.reduce(0) { $0 + $1.calls.count }))
        try Golden.compare(GoldenTests.shown(fed).joined(separator: "\n") + "\n", with: "recorded-rpc-answers.txt")
    }

    @Test func recordedLogLinesHaveTheirTotals() throws {
        let fed = Fed()
        let file = Golden.root.appending(path: "Tests/DebugLogTests/Fixtures/debug-patterns.log")
        let lines = [UInt8](try Data(contentsOf: file)).split(separator: 0x0a)
        var parser = LogParser()
        for line in lines {
            let event = Array(line).withUnsafeBytes { parser.event($0) }
            fed.feed(.plain(.logExtractor(event)), on: "log-extractor")
        }
        #expect(fed.sum("log_events") == Double(lines.count))
        #expect(fed.sum("log_bytes") == Double(lines.reduce(0) { $0 + $1.count }))
        try Golden.compare(GoldenTests.shown(fed).joined(separator: "\n") + "\n", with: "recorded-log-lines.txt")
    }
}
