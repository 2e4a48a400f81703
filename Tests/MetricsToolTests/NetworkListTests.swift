import Daemon
import Logging
import TestSupport
import Testing

@testable import MetricsTool

@Suite struct NetworkListTests {
    @Test func linkingLionIsBuiltInAndCanBeReplaced() throws {
        for (text, names) in [
            ("143.20.137.1", ["linkinglion"]), ("31.58.215.255", ["linkinglion"]), ("87.229.79.5", ["linkinglion"]),
            ("2602:f5c0:1::1", ["linkinglion"]), ("162.218.65.1", ["linkinglion-pre2026"]),
            ("2604:d500:4:1::1", ["linkinglion-pre2026"]),
            ("143.20.138.1", []), ("2604:d500:5::", []),
        ] {
            #expect(NetworkLists().names(of: try #require(IPAddress(text))) == names)
        }
        let own = NetworkLists([("linkinglion", [try #require(IPPrefix("192.0.2.0/24"))])])
        #expect(own.names(of: try #require(IPAddress("143.20.137.1"))) == [])
        #expect(own.names(of: try #require(IPAddress("192.0.2.9"))) == ["linkinglion"])
    }

    @Test func filesAreReadAgainWhenTheyChangeAndKeptWhenTheyAreBroken() async throws {
        let directory = try TemporaryDirectory()
        let path = try directory.write("192.0.2.1\n", to: "list")
        let files = NetworkFiles([.init(list: "mine", path: path)])
        let logger = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
        let (old, new) = (try #require(IPAddress("192.0.2.1")), try #require(IPAddress("192.0.2.22")))
        #expect(try files.read().names(of: old) == ["mine"])
        #expect(await files.reread(logger: logger) == nil)
        try directory.write("192.0.2.22\n", to: "list")
        let lists = try #require(await files.reread(logger: logger))
        #expect(lists.names(of: old).isEmpty && lists.names(of: new) == ["mine"])
        try directory.write("nonsense, and longer than before\n", to: "list")
        #expect(await files.reread(logger: logger) == nil)
        #expect(await files.reread(logger: logger) == nil)
        try directory.write("192.0.2.1\n192.0.2.22\n192.0.2.23\n", to: "list")
        #expect(await files.reread(logger: logger)?.names(of: old) == ["mine"])
    }

    @Test func missingFileIsAnErrorAtTheStart() {
        #expect(throws: (any Error).self) { try NetworkFiles([.init(list: "a", path: "/nonexistent")]).read() }
    }

    @Test func changedListsHoldForPeersThatAreKnown() throws {
        let fed = Fed()
        let event = { Scenario.ping("192.0.2.9:1") }
        fed.feed(event())
        #expect(fed.sum("p2p_message_count_linkinglion") == 0)
        fed.tool.use(NetworkLists([("linkinglion", [try #require(IPPrefix("192.0.2.0/24"))])]))
        fed.feed(event())
        #expect(fed.sum("p2p_message_count_linkinglion") == 1)
    }
}
