import TestSupport
import Testing

@testable import RPCExtractor

@Suite struct CredentialsTests {
    @Test func cookieIsReadAgainWhenItIsRefused() throws {
        let directory = try TemporaryDirectory()
        let path = "\(directory.path)/.cookie"
        let credentials = RPCCredentials(.cookieFile(path))
        #expect(throws: RPCError.self) { try credentials.current() }
        try directory.write("__cookie__:aa:bb", to: ".cookie")
        let first = try credentials.current()
        #expect(first == .init(user: "__cookie__", password: "aa:bb"))
        // A refusal with the same cookie on disk: nothing else to try.
        #expect(try credentials.another(than: first) == nil)
        try directory.write("__cookie__:cc", to: ".cookie")
        // Not before it is refused.
        #expect(try credentials.current() == first)
        #expect(try credentials.another(than: first)?.password == "cc")
        #expect(try credentials.current().password == "cc")
    }

    @Test(arguments: ["", "nocolon"])
    func whatIsNoCookieIsAnError(_ text: String) throws {
        let directory = try TemporaryDirectory()
        let path = try directory.write(text, to: ".cookie")
        #expect(throws: RPCError.self) { try RPCCredentials(.cookieFile(path)).current() }
    }

    @Test func passwordHasNoOther() throws {
        let credentials = RPCCredentials(.password(user: "u", password: "p"))
        #expect(try credentials.another(than: try credentials.current()) == nil)
    }
}
