import Glibc
import TestSupport
import Testing

/// What all tests with processes rely on.
@Suite struct ChildProcessTests {
    @Test func aProcessEndsWithTheValueThatHoldsIt() throws {
        var child: ChildProcess? = try ChildProcess("/bin/sleep", ["100"])
        let pid = try #require(child?.pid)
        #expect(kill(pid, 0) == 0)
        child = nil
        #expect(kill(pid, 0) == -1 && errno == ESRCH)
    }

    @Test(.enabled(if: NATSServer.binary != nil, "needs nats-server")) func aServerEndsWithTheValueThatHoldsIt() throws
    {
        var server: NATSServer? = try NATSServer()
        let port = try #require(server?.port)
        let open = try LoopbackSocket.connect(port: port)
        close(open)
        server = nil
        #expect(throws: TestError.self) { try LoopbackSocket.connect(port: port) }
    }

    @Test func allThatWasWrittenIsThereAfterTheEnd() throws {
        for _ in 0..<20 {
            let child = try ChildProcess("/usr/bin/seq", ["20000"])
            #expect(child.wait() == 0)
            #expect(child.output.count == 20000 && child.output.last == "20000")
        }
    }
}
