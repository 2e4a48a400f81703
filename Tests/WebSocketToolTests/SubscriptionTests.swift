import PeerObserver
import Testing

@testable import WebSocketTool

@Suite struct SubscriptionTests {
    private func request(_ text: String) throws(SubscriptionError) -> SubscriptionRequest {
        try SubscriptionRequest(parsing: Array(text.utf8))
    }

    @Test func upstreamsFormNamesWhatIsWanted() throws {
        let request = try request(
            #"{"ebpf":{"messages":true,"mempool":false,"validation":true},"p2p":false,"rpc":true,"other":[1,{}]}"#)
        #expect(request.subscription.format == .upstream)
        #expect(request.subscription.kinds.kinds == [.messages, .validation, .rpc])
        #expect(try self.request("{}").subscription.kinds.kinds.isEmpty)
    }

    @Test func upstreamsFormIsShorterThan512Bytes() throws {
        func padded(_ count: Int) -> String { "{\"rpc\":true" + String(repeating: " ", count: count - 12) + "}" }
        #expect(try request(padded(511)).subscription.kinds.kinds == [.rpc])
        #expect(throws: SubscriptionError.tooLong) { try request(padded(512)) }
    }

    @Test(arguments: [
        "", " ", "{", "[]", "null", "1", "{\"rpc\":true} x", "{\"rpc\":1}", "{\"ebpf\":true}",
        "{\"ebpf\":{\"messages\":0}}",
        "{\"rpc\":true,}", "{\"format\":\"other\"}", "{\"format\":1}",
    ]) func whatIsNoSubscriptionIsRefused(text: String) {
        #expect(throws: SubscriptionError.self) { try request(text) }
    }

    @Test func bytesThatAreNoUTF8AreRefused() {
        #expect(throws: SubscriptionError.noJSON) { try SubscriptionRequest(parsing: [0x7b, 0x22, 0xff, 0x22, 0x7d]) }
    }

    @Test func envelopeFormTakesFilters() throws {
        let request = try request(
            #"{"kinds":["messages","log"],"format":"envelope","nodes":["alpha",null],"peers":[7,"18446744073709551615"],"#
                + #""commands":["inv"],"direction":"out","rpcs":["getpeerinfo","my-own"],"backlog":1e2,"rpc":7}"#)
        #expect(request.subscription.format == .envelope && request.backlog == 100)
        #expect(request.subscription.kinds.kinds == [.messages, .log])
        #expect(request.subscription.nodes == ["alpha", nil] && request.subscription.peers == [7, .max])
        #expect(request.subscription.commands == ["inv"] && request.subscription.inbound == false)
        #expect(request.subscription.rpcs == ["getpeerinfo", "my-own"])
    }

    @Test func envelopeFormWithoutFiltersMeansAll() throws {
        let request = try request(#"{"format":"envelope"}"#)
        #expect(request.subscription.kinds == .all && request.subscription.nodes == nil && request.backlog == 0)
        #expect(try self.request(#"{"format":"envelope","kinds":[]}"#).subscription.kinds == .none)
    }

    @Test(arguments: [
        #""kinds":"messages""#, #""kinds":["nothing"]"#, #""kinds":[1]"#, #""nodes":[1]"#, #""peers":[-1]"#,
        #""peers":[1.5]"#,
        #""peers":["x"]"#, #""commands":[null]"#, #""direction":"both""#, #""backlog":"x""#, #""backlog":-1"#,
        #""rpcs":"getpeerinfo""#, #""rpcs":[7]"#,
    ]) func envelopeFormRefusesWrongValues(member: String) {
        let error = #expect(throws: SubscriptionError.self) { try request("{\"format\":\"envelope\",\(member)}") }
        #expect(error?.code == 1007)
    }

    @Test func envelopeFormIsBounded() throws {
        func padded(_ count: Int) -> String {
            "{\"format\":\"envelope\"" + String(repeating: " ", count: count - 21) + "}"
        }
        #expect(try request(padded(16 << 10)).subscription.kinds == .all)
        #expect(throws: SubscriptionError.tooLong) { try request(padded(16 << 10 + 1)) }
    }

    @Test func everyKindHasItsName() {
        #expect(EventKind.allCases.allSatisfy { EventKind.named("\($0.name)") == $0 })
        #expect(EventKinds.all.kinds == EventKind.allCases)
    }
}
