import NIOHTTP1
import Testing

@testable import WebSocketTool

@Suite struct HandshakeTests {
    private func head(_ headers: [(String, String)], uri: String = "/") -> HTTPRequestHead {
        HTTPRequestHead(version: .http1_1, method: .GET, uri: uri, headers: HTTPHeaders(headers))
    }

    @Test(arguments: [
        ("127.0.0.1:47482", "http://127.0.0.1:47482"), ("localhost:47482", "http://localhost:47482"),
        ("LOCALHOST:47482", "http://localhost:47482"), ("[::1]:47482", "http://[::1]:47482"),
        ("192.168.1.7", "https://192.168.1.7"),
    ]) func ownOriginIsTaken(host: String, origin: String) {
        #expect(Handshake().refusal(of: head([("host", host), ("origin", origin)])) == nil)
    }

    @Test(arguments: [
        ("127.0.0.1:47482", "http://127.0.0.1:80"), ("127.0.0.1:47482", "http://evil.example"),
        ("127.0.0.1:47482", "null"), ("evil.example:47482", "http://evil.example:47482"),
        ("1.2.3.example:47482", "http://1.2.3.example:47482"), ("127.0.0.1:47482", "ftp://127.0.0.1:47482"),
        ("localhost.evil.example", "http://localhost.evil.example"), ("127.0.0.1", ""),
    ]) func otherOriginsAreRefused(host: String, origin: String) {
        #expect(Handshake().refusal(of: head([("host", host), ("origin", origin)])) == .origin)
    }

    @Test func severalOriginsAreRefused() {
        let headers = [("host", "localhost"), ("origin", "http://localhost"), ("origin", "http://localhost")]
        #expect(Handshake().refusal(of: head(headers)) == .origin)
    }

    @Test func allowedOriginsAreTaken() {
        let request = head([("host", "x"), ("origin", "https://Observer.example")])
        #expect(Handshake(origins: ["https://observer.example"]).refusal(of: request) == nil)
        #expect(Handshake(origins: ["*"]).refusal(of: request) == nil)
        #expect(Handshake(origins: ["https://other.example"]).refusal(of: request) == .origin)
    }

    @Test func tokenComesInThreeWays() {
        let handshake = Handshake(token: "secret-token")
        #expect(handshake.refusal(of: head([], uri: "/x?a=b&token=secret-token")) == nil)
        #expect(handshake.refusal(of: head([("authorization", "Bearer secret-token")])) == nil)
        let offer = head([("sec-websocket-protocol", "peer-observer, token.secret-token")])
        #expect(handshake.refusal(of: offer) == nil)
        #expect(Handshake.answerHeaders(to: offer).first(name: "Sec-WebSocket-Protocol") == "peer-observer")
        #expect(Handshake.answerHeaders(to: head([])).isEmpty)
    }

    @Test func wrongTokensAreRefused() {
        let handshake = Handshake(token: "secret-token")
        for uri in ["/", "/?token=", "/?token=secret-toke", "/?token=secret-tokens", "/?xtoken=secret-token"] {
            #expect(handshake.refusal(of: head([], uri: uri)) == .token)
        }
        #expect(handshake.refusal(of: head([("authorization", "Basic secret-token")])) == .token)
        #expect(handshake.refusal(of: head([("sec-websocket-protocol", "secret-token")])) == .token)
    }

    @Test(arguments: [
        ("short", false), ("12345678", true), ("a b c d e f", false), ("ümlaut-token", false),
        (String(repeating: "x", count: 257), false), ("AZaz09._~-", true),
    ]) func tokensAreOfPlainCharacters(token: String, isUsable: Bool) {
        #expect(Handshake.isUsable(token: token) == isUsable)
    }
}
