import Daemon
import FoundationEssentials

/// One question to the node's RPC server.
struct NodeQuestion {
    enum Answer {
        case result(Data)
        /// The node knows the RPC and does not like the question.
        case error
        case unauthorized, forbidden, unknownMethod
        case other(String)
    }

    let address: String
    /// `user:password`.
    let credentials: String

    /// - Parameters:
    ///   - parameters: JSON.
    ///   - limit: Bytes of the answer that are taken.
    func ask(_ method: String, parameters: String = "[]", limit: Int = 1 << 16) throws(DaemonError) -> Answer {
        let body = "{\"jsonrpc\":\"1.0\",\"id\":1,\"method\":\"\(method)\",\"params\":\(parameters)}"
        let connection = try PlainConnection(address, within: .seconds(10))
        try connection.send(
            """
            POST / HTTP/1.1\r
            Host: \(address)\r
            Authorization: Basic \(Data(credentials.utf8).base64EncodedString())\r
            Content-Type: application/json\r
            Content-Length: \(body.utf8.count)\r
            Connection: close\r
            \r
            \(body)
            """)
        let answer = connection.receive(limit: limit)
        let end = Self.headEnd(answer)
        let status = String(decoding: answer.prefix(32), as: UTF8.self).split(separator: " ").dropFirst().first
        switch status.flatMap({ Int($0) }) {
        case 200:
            let body = answer[(end ?? answer.count)...]
            return .result(Data(body))
        case 401: return .unauthorized
        case 403: return .forbidden
        case 404: return .unknownMethod
        case 400, 500: return .error
        case let code?: return .other("HTTP status \(code)")
        case nil: return .other("no answer of HTTP")
        }
    }

    private static func headEnd(_ bytes: [UInt8]) -> Int? {
        let mark = Array("\r\n\r\n".utf8)
        guard bytes.count >= mark.count else { return nil }
        return (0...(bytes.count - mark.count)).first { bytes[$0...].starts(with: mark) }.map { $0 + mark.count }
    }
}
