import PeerObserver
import Testing

@testable import RPCExtractor

@Suite struct RPCAnswerTests {
    private func answer(_ body: String, status: Int = 200) throws(RPCError) -> String {
        let answer = try RPCAnswer(HTTPAnswer(status: status, body: Array(body.utf8)))
        return String(decoding: answer.body[answer.result], as: UTF8.self)
    }

    @Test func resultIsFoundWhereverItStands() throws {
        #expect(try answer(#"{"result": [1, 2] ,"error":null,"id":1}"#) == "[1, 2]")
        #expect(try answer(#"{"jsonrpc":"2.0","id":1,"result":null}"#) == "null")
    }

    @Test(arguments: [
        (500, #"{"result":null,"error":{"code":-28,"message":"Loading block index…"},"id":1}"#, Int64(-28)),
        (404, #"{"result":null,"error":{"code":-32601,"message":"Method not found"},"id":1}"#, -32601),
        (200, #"{"jsonrpc":"2.0","error":{"message":"m","code":-8},"id":1}"#, -8), (200, #"{"error":"odd"}"#, 0),
    ])
    func nodesErrorsAreTold(status: Int, body: String, code: Int64) {
        #expect {
            try answer(body, status: status)
        } throws: { error in
            guard case .node(code, _) = error as? RPCError else { return false }
            return true
        }
    }

    @Test(arguments: [
        (401, "", RPCError.unauthorized), (403, "", .forbidden), (503, "Work queue depth exceeded", .busy),
        (500, "oops", .status(500)), (200, "{}", .unexpected), (200, "[]", .unexpected),
    ])
    func otherAnswersAreErrors(status: Int, body: String, expected: RPCError) {
        #expect(throws: expected) { try answer(body, status: status) }
    }

    /// A call without its parameters is answered with the RPC's help, and a strange server may say anything.
    @Test(arguments: [
        ("Method not found", "Method not found"),
        (#"getblock \"blockhash\"\n\nIf verbosity"#, #"getblock "blockhash" ..."#),
        (String(repeating: "é", count: 1_000_000), String(repeating: "é", count: 200) + " ..."), ("", ""),
    ])
    func nodesWordsAreCutToALine(words: String, told: String) {
        let body = #"{"result":null,"error":{"code":-1,"message":"\#(words)"},"id":1}"#
        #expect(throws: RPCError.node(code: -1, message: told)) { try answer(body, status: 500) }
    }

    @Test func halfAnAnswerIsMalformed() {
        #expect(throws: RPCError.malformed(.truncated(offset: 12))) { try answer(#"{"result":[1"#) }
        #expect(throws: RPCError.self) { try answer(#"{"result":1} {"#) }
    }
}
