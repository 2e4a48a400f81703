import Glibc
import TestSupport
import Testing

@testable import EBPFExtractor

@Suite struct ProcessTableTests {
    @Test func thisProcessRunsItsExecutable() throws {
        let own = try #require(ProcessTable.executable(of: getpid()))
        #expect(own == FileIdentity(path: "/proc/self/exe"))
        let other = FileIdentity(device: 0, inode: 0)
        #expect(ProcessTable.running([own, other]) == [own])
    }

    @Test func identityTellsAProcessFromItsSuccessor() throws {
        let one = try ChildProcess("/bin/sleep", ["100"])
        defer { one.stop() }
        let identity = try #require(ProcessIdentity(pid: one.pid))
        #expect(identity == ProcessIdentity(pid: one.pid))
        #expect(identity.startTime > 0)
        one.stop()
        #expect(ProcessIdentity(pid: one.pid) != identity)
    }

    @Test func endedProcessThatNobodyWaitedForIsNone() throws {
        var pid: pid_t = 0
        var arguments: [UnsafeMutablePointer<CChar>?] = [strdup("true"), nil]
        defer { free(arguments[0]) }
        #expect(posix_spawn(&pid, "/bin/true", nil, nil, &arguments, nil) == 0)
        var information = siginfo_t()
        #expect(waitid(P_PID, id_t(pid), &information, Int32(WEXITED) | Int32(WNOWAIT)) == 0)
        #expect(ProcessIdentity(pid: pid) == nil)
        var status: Int32 = 0
        waitpid(pid, &status, 0)
    }

    @Test func thereIsNoProcessZeroOrBeyondTheLimit() {
        #expect(ProcessIdentity(pid: 0) == nil)
        #expect(ProcessIdentity(pid: 4_194_305) == nil)
        #expect(ProcessTable.executable(of: 4_194_305) == nil)
    }

    @Test(
        arguments: [
            ("123\n", 123), ("  77  \n", 77), ("5", 5), ("12 34", 12), ("", nil), ("\n", nil), ("0\n", nil),
            ("-5\n", nil), ("abc", nil),
            ("99999999999", nil), ("1x", nil),
        ] as [(String, Int32?)])
    func pidFilesAreRead(text: String, pid: Int32?) throws {
        let directory = try TemporaryDirectory()
        let path = try directory.write(text, to: "pid")
        #expect(ProcessTable.pid(inFile: path) == pid)
    }

    @Test func missingPIDFileIsNone() {
        #expect(ProcessTable.pid(inFile: "/nonexistent") == nil)
        #expect(ProcessTable.pid(inFile: "/tmp") == nil)
    }
}
