import Foundation
import PeerObserver

@testable import RPCExtractor

/// What nodes answer; `Fixtures/README.md` tells which.
enum Fixture {
    /// Answers of nodes, by `scripts/record-rpc`.
    static let recorded = ["v29", "v30", "v31", "master", "knots", "knots-0.21"]
    /// Those, and answers with what no node says that runs for a minute in peace.
    static let folders = recorded + ["made-up"]
    /// The RPCs that came after the version: it has an error for them.
    static let lacking: [String: Set<String>] = [
        "knots": ["getorphantxs"],
        "knots-0.21": ["getaddrmaninfo", "getorphantxs", "getrawaddrman", "getdeploymentinfo"],
    ]
    /// Each folder with each RPC that it has an answer to.
    static let cases = folders.flatMap { folder in
        RPC.all.map(\.method).filter { !(lacking[folder]?.contains($0) ?? false) }.map { (folder, $0) }
    }

    static let directory = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Fixtures")

    /// The result.
    static func answer(_ method: String, _ folder: String) throws -> [UInt8] {
        [UInt8](try Data(contentsOf: directory.appending(path: "\(folder)/\(method).json")))
    }

    /// Status and body of a node's error.
    static func error(_ method: String, _ folder: String) throws -> HTTPAnswer {
        struct Recorded: Decodable {
            let status: Int
            let body: String
        }
        let data = try Data(contentsOf: directory.appending(path: "\(folder)/\(method).error.json"))
        let recorded = try JSONDecoder().decode(Recorded.self, from: data)
        return HTTPAnswer(status: recorded.status, body: Array(recorded.body.utf8))
    }

    /// What the node says, be it a result or an error.
    static func httpAnswer(_ method: String, _ folder: String) throws -> HTTPAnswer {
        guard lacking[folder]?.contains(method) ?? false else {
            return HTTPAnswer(status: 200, body: body(try answer(method, folder)))
        }
        return try error(method, folder)
    }

    static func rpc(_ method: String) -> RPC? { RPC.all.first { $0.method == method } }

    private static func body(_ result: [UInt8]) -> [UInt8] {
        Array(#"{"result":"#.utf8) + result + Array(#","error":null,"id":"peer-observer"}"#.utf8)
    }

    /// An answer as it comes from the node.
    static func response(_ result: [UInt8]) throws(RPCError) -> RPCAnswer {
        try RPCAnswer(HTTPAnswer(status: 200, body: body(result)))
    }

    /// What becomes of an answer.
    static func event(
        _ method: String, _ folder: String
    ) throws -> (event: RPCEvent.Kind, mismatches: Int) {
        guard let call = rpc(method)?.calls.first else { throw RPCError.unexpected }
        return try call.event(of: try response(try answer(method, folder)))
    }

    static func json(_ event: RPCEvent.Kind) -> String {
        var visitor = JSONVisitor(form: .hex)
        RPCEvent(event: event).visit(&visitor)
        return String(decoding: visitor.output.array, as: UTF8.self)
    }
}
