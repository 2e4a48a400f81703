import Foundation
import PeerObserver
import TestSupport
import Testing

@testable import MetricsTool

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
}
