import Foundation
import PeerObserver
import Testing

@testable import RPCExtractor

/// Whatever becomes of a field, the RPC goes on.
@Suite struct ToleranceTests {
    private static let methods = RPC.all.map(\.method)
    private static var others: [Any] {
        [NSNull(), true, -1, 1.5, "text", "", [Any](), [[1]], [String: Any](), ["a": 1]]
    }

    /// Each way to change one value within `value`; `change` gets the value and returns what to put in its place.
    private func changed(_ value: Any, depth: Int = 0, by changes: [(Any) -> Any?]) -> [Any] {
        var results: [Any] = depth > 0 ? changes.compactMap { $0(value) } : []
        if let object = value as? [String: Any] {
            for (key, member) in object {
                results += changed(member, depth: depth + 1, by: changes).map { replacement in
                    var copy = object
                    copy[key] = replacement
                    return copy
                }
            }
        } else if let array = value as? [Any], let first = array.first {
            results += changed(first, depth: depth + 1, by: changes).map { [$0] + array.dropFirst() }
        }
        return results
    }

    private func object(_ method: String) throws -> Any {
        let answer = Data(try Fixture.answer(method, "made-up"))
        return try JSONSerialization.jsonObject(with: answer, options: [.fragmentsAllowed])
    }

    private func decode(_ method: String, _ object: Any) throws -> (event: RPCEvent.Kind, mismatches: Int) {
        let call = try #require(Fixture.rpc(method)?.calls.first)
        let bytes = [UInt8](
            try JSONSerialization.data(withJSONObject: object, options: [.fragmentsAllowed, .sortedKeys]))
        return try call.event(of: try Fixture.response(bytes))
    }

    @Test(arguments: methods)
    func anyValueMayBeOfAnyType(method: String) throws {
        let answers = changed(try object(method), by: Self.others.map { other in { _ in other } })
        for answer in answers { #expect(throws: Never.self, "\(answer)") { try decode(method, answer) } }
        #expect(method == "uptime" || answers.count >= Self.others.count * 2)
    }

    @Test(arguments: methods)
    func anyMemberMayBeMissing(method: String) throws {
        let answers = changed(
            try object(method),
            by: [
                { value in
                    guard let object = value as? [String: Any], let key = object.keys.sorted().first else { return nil }
                    return object.filter { $0.key != key }
                },
                { value in value is [String: Any] ? [String: Any]() : nil },
                { value in value is [Any] ? [Any]() : nil },
            ])
        for answer in answers { #expect(throws: Never.self, "\(answer)") { try decode(method, answer) } }
        guard let whole = try object(method) as? [String: Any] else { return }
        for key in whole.keys {
            #expect(throws: Never.self, "\(key)") { try decode(method, whole.filter { $0.key != key }) }
        }
    }

    @Test(arguments: methods)
    func newMembersAreNoNews(method: String) throws {
        let plain = try object(method)
        // Beside the named ones; where names are data themselves, a new one is an entry, if it is of the shape.
        let named = ["getaddrmaninfo", "getrawaddrman", "getindexinfo", "uptime"]
        let answers = changed(
            plain,
            by: [
                { value in
                    guard var object = value as? [String: Any], object["id"] != nil || object["height"] != nil else {
                        return nil
                    }
                    object["brand_new"] = ["deep": [1, "2", NSNull()]]
                    return object
                }
            ])
        for answer in answers {
            #expect(try Fixture.json(decode(method, answer).event) == Fixture.json(decode(method, plain).event))
        }
        guard var object = plain as? [String: Any], !named.contains(method) else { return }
        object["brand_new"] = ["deep": [1, "2", NSNull()]]
        #expect(try Fixture.json(decode(method, object).event) == Fixture.json(decode(method, plain).event))
    }

    @Test(arguments: methods)
    func anAnswerThatIsSomethingElseIsAnError(method: String) throws {
        let call = try #require(Fixture.rpc(method)?.calls.first)
        for text in ["null", "\"text\"", "true"] {
            #expect(throws: RPCError.unexpected, "\(text)") {
                try call.event(of: try Fixture.response(Array(text.utf8)))
            }
        }
    }

    @Test func valuesOfAnotherTypeAreCounted() throws {
        var info = try #require(try object("getmempoolinfo") as? [String: Any])
        info["size"] = "many"
        info["loaded"] = 1
        info["optimal"] = NSNull()
        let (event, mismatches) = try decode("getmempoolinfo", info)
        #expect(mismatches == 2)
        guard case .mempoolInfo(let mempool) = event else { throw RPCError.unexpected }
        #expect(mempool.size == 0 && !mempool.loaded && mempool.optimal == nil)
        #expect(Set(mempool.absent) == ["size", "loaded"])
    }
}
