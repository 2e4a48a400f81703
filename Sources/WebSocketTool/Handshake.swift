import Daemon
import NIOCore
import NIOHTTP1
import NIOWebSocket

/// Decides who may connect.
struct Handshake: Sendable {
    /// Origins beside the server's own; `*` for all.
    var origins: Set<String> = []
    /// What a client has to show; nil for nothing.
    var token: String?

    static let subprotocol = "peer-observer"
    private static let tokenPrefix = "token."

    enum Refusal: String, Equatable {
        case origin, token

        var answer: HTTPAnswer {
            switch self {
            case .origin: .text("this origin may not connect\n", status: 403)
            case .token: .text("a token is needed\n", status: 401)
            }
        }
    }

    func refusal(of head: HTTPRequestHead) -> Refusal? {
        guard admits(origins: head.headers["origin"], host: head.headers.first(name: "host")) else { return .origin }
        if let token, !Self.tokens(of: head).contains(where: { Self.equal($0, token) }) { return .token }
        return nil
    }

    /// What the server adds to its side of the handshake.
    static func answerHeaders(to head: HTTPRequestHead) -> HTTPHeaders {
        let offered = head.headers[canonicalForm: "sec-websocket-protocol"]
        return offered.contains(Substring(subprotocol)) ? ["Sec-WebSocket-Protocol": subprotocol] : [:]
    }

    // MARK: Origin

    private func admits(origins given: [String], host: String?) -> Bool {
        guard let origin = given.first else { return true }
        guard given.count == 1 else { return false }
        if origins.contains("*") || origins.contains(origin.lowercased()) { return true }
        guard let host = host?.lowercased(), Self.isOfThisMachine(host) else { return false }
        return ["http://", "https://"].contains { origin.lowercased() == $0 + host }
    }

    /// Whether a browser that names this host was not led here by a name that somebody has pointed at this machine: an IP
    /// address or localhost, and a port.
    private static func isOfThisMachine(_ host: String) -> Bool {
        if host.hasPrefix("[") { return true }
        let name = host.prefix { $0 != ":" }
        return name == "localhost"
            || name.split(separator: ".", omittingEmptySubsequences: false).count == 4
                && name.utf8.allSatisfy { $0 == UInt8(ascii: ".") || UInt8(ascii: "0")...UInt8(ascii: "9") ~= $0 }
    }

    // MARK: Token

    /// Whether the text can be sent in each of the three ways.
    static func isUsable(token: String) -> Bool {
        8...256 ~= token.utf8.count
            && token.utf8.allSatisfy { byte in
                switch byte {
                case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                    UInt8(ascii: "0")...UInt8(ascii: "9"):
                    true
                default: [UInt8(ascii: "."), UInt8(ascii: "_"), UInt8(ascii: "~"), UInt8(ascii: "-")].contains(byte)
                }
            }
    }

    private static func tokens(of head: HTTPRequestHead) -> [Substring] {
        var tokens: [Substring] = []
        if let question = head.uri.firstIndex(of: "?") {
            let query = head.uri[head.uri.index(after: question)...].prefix { $0 != "#" }
            for part in query.split(separator: "&") where part.hasPrefix("token=") {
                tokens.append(part.dropFirst("token=".count))
            }
        }
        for value in head.headers["authorization"] where value.lowercased().hasPrefix("bearer ") {
            tokens.append(value.dropFirst("bearer ".count))
        }
        for name in head.headers[canonicalForm: "sec-websocket-protocol"] where name.hasPrefix(tokenPrefix) {
            tokens.append(name.dropFirst(tokenPrefix.count))
        }
        return tokens
    }

    /// In a time that does not tell how much of it is right.
    private static func equal(_ given: Substring, _ token: String) -> Bool {
        let (given, token) = (Array(given.utf8), Array(token.utf8))
        guard given.count == token.count else { return false }
        return zip(given, token).reduce(UInt8(0)) { $0 | $1.0 ^ $1.1 } == 0
    }
}
