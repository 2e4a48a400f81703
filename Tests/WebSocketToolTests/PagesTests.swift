import Daemon
import TestSupport
import Testing

@testable import WebSocketTool

@Suite struct PagesTests {
    private func pages(_ directory: String? = nil, servers: String? = nil) throws -> Pages {
        Pages(directory: directory, servers: try ServersFile(path: servers, name: "alpha"))
    }

    @Test func servesWhatIsInTheProgram() throws {
        let answer = try #require(try pages().answer("/robots.txt"))
        #expect(String(decoding: answer.body, as: UTF8.self) == "User-agent: *\nDisallow: /\n")
        #expect(answer.contentType == "text/plain; charset=utf-8")
    }

    @Test func everyFileHasAStrictPolicy() throws {
        for path in ["/robots.txt", "/websockets.json"] {
            let headers = try #require(try pages().answer(path)).headers
            let policy = try #require(headers.first { $0.name == "content-security-policy" }).value
            #expect(policy.hasPrefix("default-src 'none'; script-src 'self';") && !policy.contains("unsafe"))
            #expect(headers.contains { $0 == ("referrer-policy", "no-referrer") })
        }
    }

    @Test func servesADirectoryAsItIsNow() throws {
        let directory = try TemporaryDirectory()
        let pages = try pages(directory.path)
        #expect(pages.answer("/") == nil && pages.routes.isEmpty)
        _ = try directory.write("<!doctype html>", to: "index.html")
        #expect(pages.answer("/")?.contentType == "text/html; charset=utf-8" && pages.routes.count == 1)
    }

    @Test(arguments: [
        "", "robots.txt", "/../robots.txt", "/./robots.txt", "//robots.txt", "/.hidden.txt", "/robots", "/nothing.txt",
        "/robots.txt/", "/%2e%2e/robots.txt", "/a\0.txt", "/www", "/" + String(repeating: "a", count: 300) + ".txt",
    ]) func nothingElseIsServed(path: String) throws {
        let directory = try TemporaryDirectory()
        for name in ["robots.txt", ".hidden.txt", "robots"] { _ = try directory.write("x", to: name) }
        #expect(try pages().answer(path) == nil)
        #expect(try pages(directory.path).answer(path) == nil)
    }

    @Test func serversAreThisOneUnlessAFileNamesOthers() throws {
        let body = try #require(try pages().answer("/websockets.json")).body
        #expect(String(decoding: body, as: UTF8.self) == "{\"alpha\":\"websocket\"}\n")
    }

    @Test func serversFileIsReadAgain() throws {
        let directory = try TemporaryDirectory()
        let path = try directory.write(
            #"{"a":"wss://a.example:8443/x","b":"/here","c":"ws://[::1]:1?q","d":"wss://x;script-src *"}"#, to: "s.json"
        )
        let file = try ServersFile(path: path, name: "")
        #expect(file.origins == ["wss://a.example:8443", "ws://[::1]:1"])
        let policy = try #require(
            Pages(directory: nil, servers: file).answer("/robots.txt")?.headers.first {
                $0.name == "content-security-policy"
            })
        #expect(policy.value.contains("connect-src 'self' wss://a.example:8443 ws://[::1]:1; "))
        _ = try directory.write("{\"e\":\"ws://e.example\"}", to: "s.json")
        #expect(file.origins == ["ws://e.example"])
        _ = try directory.write("{\"broken", to: "s.json")
        #expect(file.origins == ["ws://e.example"], "a file that is being written changes nothing")
    }

    @Test(arguments: ["", "[]", "{\"a\":1}", "{\"a\":\"b\"} x"]) func wrongServersFileIsAnError(text: String) throws {
        let directory = try TemporaryDirectory()
        let path = try directory.write(text, to: "s.json")
        #expect(throws: DaemonError.self) { try ServersFile(path: path, name: "") }
        #expect(throws: DaemonError.self) { try ServersFile(path: directory.path + "/none.json", name: "") }
    }
}
