import Foundation
import PeerObserver
import Testing

@testable import RPCExtractor

/// Every RPC, with the answers of five versions of node software: fixture in, event out.
@Suite struct GoldenTests {
    static let cases = Fixture.versions.flatMap { version in RPC.all.map { (version, $0.method) } }

    @Test(arguments: cases)
    func answerBecomesTheEvent(version: String, method: String) throws {
        let (event, mismatches) = try Fixture.event(method, version)
        #expect(mismatches == 0, "a value of a type that the table does not expect")
        #expect(RPCEvent(event: event).method == method)
        let object = try JSONSerialization.jsonObject(with: Data(Fixture.json(event).utf8))
        let data = try JSONSerialization.data(
            withJSONObject: object, options: [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes])
        let file = Fixture.directory.appending(path: "\(version)/\(method).event.json")
        let text = String(decoding: data, as: UTF8.self) + "\n"
        if ProcessInfo.processInfo.environment["UPDATE_GOLDEN"] == "1" {
            try text.write(to: file, atomically: true, encoding: .utf8)
        }
        #expect(text == (try String(contentsOf: file, encoding: .utf8)))
    }

    /// What is lost between the wire and the struct would show here.
    @Test(arguments: cases)
    func eventSurvivesTheWire(version: String, method: String) throws {
        let event = Event(
            payload: .rpcExtractor(RPCEvent(event: try Fixture.event(method, version).event)), timestamp: 1)
        #expect(try Event(decoding: event.encoded()) == event)
    }
}
