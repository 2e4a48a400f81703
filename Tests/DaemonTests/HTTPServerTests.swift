import Glibc
import Logging
import TestSupport
import Testing

@testable import Daemon

@Suite(.timeLimit(.minutes(1)))
struct HTTPServerTests {
    private func serve(
        limits: HTTPLimits = HTTPLimits(), _ use: (Int) throws -> Void
    ) async throws {
        let routes = [HTTPRoute("/metrics") { .text("body\n") }]
        let logger = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
        var more = HTTPExtension()
        more.limits = limits
        let server = try await HTTPServer.start(
            on: ListenAddress(host: "127.0.0.1", port: 0), routes: routes, more: more, logger: logger)
        let result = Result { try use(server.port) }
        await server.stop()
        try result.get()
    }

    @Test func answersGET() async throws {
        try await serve { (port) throws in
            let answer = try httpRequest(
                "GET /metrics?x=1 HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n", port: port)
            #expect(answer.hasPrefix("HTTP/1.1 200 OK\r\n"))
            #expect(answer.contains("\r\ncontent-type: text/plain; charset=utf-8\r\n"))
            #expect(answer.hasSuffix("\r\n\r\nbody\n"))
        }
    }

    @Test func answersHEADWithoutABody() async throws {
        try await serve { (port) throws in
            let answer = try httpRequest("HEAD /metrics HTTP/1.0\r\n\r\n", port: port)
            #expect(answer.contains("content-length: 5\r\n") && answer.hasSuffix("\r\n\r\n"))
        }
    }

    @Test(arguments: [
        ("POST /metrics HTTP/1.0\r\n\r\n", "HTTP/1.0 405"), ("GET /nothing HTTP/1.0\r\n\r\n", "HTTP/1.0 404"),
        ("GET http://x/metrics HTTP/1.0\r\n\r\n", "HTTP/1.0 404"), ("nonsense\r\n\r\n", "HTTP/1.1 400"),
    ]) func refusesOtherRequests(request: String, answer: String) async throws {
        try await serve { (port) throws in
            #expect(try httpRequest(request, port: port).hasPrefix(answer))
        }
    }

    @Test func answersSeveralRequestsOnOneConnection() async throws {
        try await serve { (port) throws in
            let request = "GET /metrics HTTP/1.1\r\nhost: x\r\n\r\n"
            let answer = try httpRequest(request + request + "GET /metrics HTTP/1.0\r\n\r\n", port: port)
            #expect(answer.split(separator: "body\n", omittingEmptySubsequences: false).count == 4)
        }
    }

    @Test func endsAConnectionThatSendsABodyOrEndlessHeaders() async throws {
        try await serve { (port) throws in
            #expect(try httpRequest("GET /metrics HTTP/1.1\r\ncontent-length: 9\r\n\r\nabc", port: port).isEmpty)
            let long = String(repeating: "a", count: 100_000)
            let answer = try httpRequest("GET /metrics HTTP/1.1\r\nx: \(long)", port: port)
            #expect(!answer.contains("200 OK"))
        }
    }

    @Test func endsAConnectionThatDawdles() async throws {
        var limits = HTTPLimits()
        limits.requestTimeout = .milliseconds(50)
        try await serve(limits: limits) { (port) throws in
            #expect(try httpRequest("", port: port).isEmpty)
            #expect(try httpRequest("GET /metrics HTTP/1.1\r\nho", port: port).isEmpty)
            #expect(try httpRequest("GET /metrics HTTP/1.1\r\nhost: x\r\n\r\n", port: port).hasSuffix("body\n"))
        }
    }

    @Test func endsConnectionsAboveTheLimit() async throws {
        var limits = HTTPLimits()
        limits.connections = 2
        try await serve(limits: limits) { (port) throws in
            let held = try (0..<2).map { _ in
                let descriptor = try LoopbackSocket.connect(port: port)
                LoopbackSocket.send("GET /metrics HTTP/1.1\r\nhost: x\r\n\r\n".utf8, to: descriptor)
                #expect(!LoopbackSocket.receive(from: descriptor).isEmpty)
                return descriptor
            }
            #expect(try httpRequest("GET /metrics HTTP/1.0\r\n\r\n", port: port).isEmpty)
            for descriptor in held { close(descriptor) }
        }
    }

    @Test(arguments: [
        ("127.0.0.1:8282", "127.0.0.1", 8282), ("[::1]:0", "::1", 0), ("localhost:65535", "localhost", 65535),
    ]) func readsAddresses(text: String, host: String, port: Int) {
        let address = ListenAddress(argument: text)
        #expect(address == ListenAddress(host: host, port: port))
        #expect(address?.description == text)
    }

    @Test(arguments: ["", "8282", ":8282", "host:", "host:65536", "host:-1", "::1:80", "host:80x"])
    func refusesAddresses(text: String) {
        #expect(ListenAddress(argument: text) == nil)
    }
}
