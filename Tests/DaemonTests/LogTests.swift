import Glibc
import Logging
import Testing

@testable import Daemon

@Suite struct LogTests {
    @Test func writesOneHarmlessLine() {
        let time = timespec(tv_sec: 1_700_000_000, tv_nsec: 7_000_000)
        let line = StandardErrorLog.line(
            time, .warning, "bad \u{1B}[31m\n\\ é", ["peer": "a b", "z": "\"", "empty": "", "plain": "x=1"])
        #expect(
            line == """
                2023-11-14T22:13:20.007Z WARN  bad \\x1b[31m\\n\\\\ \\xc3\\xa9 empty="" peer="a b" plain=x=1 z="\\""

                """)
    }

    @Test(arguments: [
        ("DEBUG", LogLevel.debug), ("debug", .debug), ("Warn", .warn), ("WARNING", .warn), ("off", .off),
        ("TRACE", .trace),
    ]) func readsLevelsInAnyCase(text: String, level: LogLevel) {
        #expect(LogLevel(argument: text) == level)
    }

    @Test func refusesOtherLevels() {
        #expect(LogLevel(argument: "loud") == nil)
    }

    @Test(arguments: [("", false), ("a", true), ("A_z-9", true), ("a.b", false), ("a b", false), ("ä", false)])
    func readsNodeNames(text: String, valid: Bool) {
        #expect((NodeName(text) != nil) == valid)
    }

    @Test func boundsNodeNames() {
        #expect(NodeName(String(repeating: "a", count: 64)) != nil)
        #expect(NodeName(String(repeating: "a", count: 65)) == nil)
        #expect(NodeName("x")?.subject("netmsg") == "node.x.netmsg")
    }
}
