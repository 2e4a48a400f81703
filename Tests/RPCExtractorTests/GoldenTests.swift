import Foundation
import PeerObserver
import Testing

@testable import RPCExtractor

/// Every RPC, with the answers of several versions of node software: fixture in, event out.
@Suite struct GoldenTests {
    @Test(arguments: Fixture.cases)
    func answerBecomesTheEvent(folder: String, method: String) throws {
        let (event, mismatches) = try Fixture.event(method, folder)
        #expect(mismatches == 0, "a value of a type that the table does not expect")
        #expect(RPCEvent(event: event).method == method)
        let object = try JSONSerialization.jsonObject(with: Data(Fixture.json(event).utf8))
        let data = try JSONSerialization.data(
            withJSONObject: object, options: [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes])
        let file = Fixture.directory.appending(path: "\(folder)/\(method).event.json")
        let text = String(decoding: data, as: UTF8.self) + "\n"
        if ProcessInfo.processInfo.environment["UPDATE_GOLDEN"] == "1" {
            try text.write(to: file, atomically: true, encoding: .utf8)
        }
        #expect(text == (try String(contentsOf: file, encoding: .utf8)))
    }

    /// What is lost between the wire and the struct would show here.
    @Test(arguments: Fixture.cases)
    func eventSurvivesTheWire(folder: String, method: String) throws {
        let event = Event(
            payload: .rpcExtractor(RPCEvent(event: try Fixture.event(method, folder).event)), timestamp: 1)
        #expect(try Event(decoding: event.encoded()) == event)
    }

    /// Nothing else lies there, and what a version lacks is not taken for an omission.
    @Test(arguments: Fixture.folders)
    func everyRPCHasAnAnswerOrTheErrorOfANodeWithoutIt(folder: String) throws {
        let lacking = Fixture.lacking[folder] ?? []
        let expected = RPC.all.map(\.method).flatMap { method in
            lacking.contains(method) ? ["\(method).error.json"] : ["\(method).json", "\(method).event.json"]
        }
        let files = try FileManager.default.contentsOfDirectory(
            atPath: Fixture.directory.appending(path: folder).path)
        #expect(files.sorted() == expected.sorted())
        for method in lacking {
            #expect(throws: RPCError.node(code: -32601, message: "Method not found")) {
                try RPCAnswer(try Fixture.error(method, folder))
            }
        }
    }
}
