import Foundation
import PeerObserver
import Testing

@testable import DemoNode

@Suite struct RecordedMessagesTests {
    private struct Line: Decodable {
        var inbound: Bool
        var peerID: Int64
        var addr: String
        var connectionType: String
        var command: String
        var payload: String

        enum CodingKeys: String, CodingKey {
            case inbound, addr, command, payload
            case peerID = "peer_id"
            case connectionType = "conn_type"
        }
    }

    /// The text in the executable is generated from the decoder's fixtures.
    @Test func areThoseOfTheFixtures() throws {
        let file = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .appending(path: "PeerObserverTests/Fixtures/p2p-messages.jsonl")
        let lines = try Data(contentsOf: file).split(separator: UInt8(ascii: "\n")).map {
            try JSONDecoder().decode(Line.self, from: Data($0))
        }
        let exchanges = RecordedMessages.exchanges()
        #expect(lines.count == 325 && exchanges.count == 325)
        for (line, exchange) in zip(lines, exchanges) {
            #expect(exchange.inbound == line.inbound)
            #expect(exchange.peer.id == line.peerID && exchange.peer.id < PeerSet.firstID)
            #expect(exchange.peer.address == line.addr)
            #expect(exchange.peer.connectionType.rawValue == line.connectionType)
            #expect(exchange.message.type == line.command)
            #expect(Hex.encode(exchange.message.payload) == line.payload)
        }
    }

    @Test func areAllPlayedInOrder() throws {
        let settings = TrafficSettings {
            $0.mix = .recorded
            $0.messagesOnly = true
            $0.messageLimit = 650
        }
        let played = try Traffic.simulated(settings, seconds: 100).exchanges.map(\.message.payload)
        let recorded = RecordedMessages.exchanges().map(\.message.payload)
        #expect(played == recorded + recorded)
    }
}
