import Foundation
import PeerObserver

@testable import RPCExtractor

/// The recorded and made-up answers.
enum Fixture {
    static let versions = ["v29", "v30", "v31", "master", "knots"]
    static let directory = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Fixtures")

    static func answer(_ method: String, _ version: String) throws -> [UInt8] {
        [UInt8](try Data(contentsOf: directory.appending(path: "\(version)/\(method).json")))
    }

    static func rpc(_ method: String) -> RPC? { RPC.all.first { $0.method == method } }

    /// An answer as it comes from the node.
    static func response(_ result: [UInt8]) throws(RPCError) -> RPCAnswer {
        let body = Array(#"{"result":"#.utf8) + result + Array(#","error":null,"id":"peer-observer"}"#.utf8)
        return try RPCAnswer(HTTPAnswer(status: 200, body: body))
    }

    /// What becomes of an answer.
    static func event(
        _ method: String, _ version: String
    ) throws -> (event: RPCEvent.Kind, mismatches: Int) {
        guard let call = rpc(method)?.calls.first else { throw RPCError.unexpected }
        return try call.event(of: try response(try answer(method, version)))
    }

    static func json(_ event: RPCEvent.Kind) -> String {
        var visitor = JSONVisitor(form: .hex)
        RPCEvent(event: event).visit(&visitor)
        return String(decoding: visitor.output.array, as: UTF8.self)
    }
}
