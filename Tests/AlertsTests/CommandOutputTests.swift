import Glibc
import PeerObserver
import TestSupport
import Testing

@testable import Alerts
@testable import Daemon

/// Programs that are run for alerts.
@Suite struct CommandOutputTests {
    private let folder: TemporaryDirectory

    init() throws { folder = try TemporaryDirectory() }

    private func output(
        _ script: String, timeout: Duration = .seconds(10), lanes: Int = 4, limit: Int = 250, log: KeptLog = KeptLog()
    ) throws -> CommandOutput {
        let path = try folder.write("#!/bin/sh\n\(script)\n", to: "command")
        chmod(path, 0o700)
        return CommandOutput(
            CommandOutput.Settings(path: path, timeout: timeout, lanes: lanes, limit: limit), logger: log.logger)
    }

    private func finish(_ output: CommandOutput, within patience: Duration = .seconds(10)) {
        let deadline = ContinuousClock.now + patience
        output.close(deadline)
        output.waitForEnd(deadline + .seconds(1))
    }

    @Test func aProgramGetsTheEventAndWhatItIsAbout() throws {
        let output = try output("cat > '\(folder.path)/input'; env | grep ALERT_ | sort > '\(folder.path)/variables'")
        let notice = Notices.notice()
        output.emit(notice, node: "alpha")
        finish(output)
        #expect(output.counts.sent.value == 1)
        let input = String(decoding: AlertEvent(notice, node: "alpha").json(), as: UTF8.self)
        #expect(try folder.read("input") == input)
        #expect(
            try folder.read("variables") == """
                ALERT_ID=0123456789abcdef
                ALERT_KIND=addr-flood
                ALERT_NODE=alpha
                ALERT_SEVERITY=critical
                ALERT_STATE=raised
                ALERT_SUMMARY=peer 7 announced \\x07 too much

                """)
    }

    @Test func nothingElseOfThisProgramIsPassedOn() throws {
        setenv("PEER_OBSERVER_TEST_SECRET", "secret", 1)
        defer { unsetenv("PEER_OBSERVER_TEST_SECRET") }
        // Neither open files, not even those that are not marked to be closed, nor the environment.
        let left = open("/dev/null", O_RDONLY)
        defer { close(left) }
        let output = try output(
            "ls -l /proc/$$/fd | grep -c ' 1*\(left) -> /dev/null' > '\(folder.path)/files'; env > '\(folder.path)/variables'"
        )
        output.emit(Notices.notice(), node: nil)
        finish(output)
        #expect(try folder.read("files") == "0\n")
        #expect(try !folder.read("variables").contains("secret"))
    }

    @Test func aFailureIsCountedAndTold() throws {
        for (script, words) in [("exit 3", "exit code 3"), ("kill -9 $$", "signal 9")] {
            let log = KeptLog()
            let output = try output(script, log: log)
            output.emit(Notices.notice(), node: nil)
            finish(output)
            #expect(output.counts.failed.value == 1 && log.lines.value.first?.contains(words) == true)
        }
        let none = CommandOutput(CommandOutput.Settings(path: "/nonexistent/program"), logger: KeptLog().logger)
        none.emit(Notices.notice(), node: nil)
        finish(none)
        #expect(none.counts.failed.value == 1)
    }

    @Test func whatTakesTooLongIsKilledWithItsChildren() throws {
        let output = try output("sleep 1000 & echo $! > '\(folder.path)/child'; wait", timeout: .milliseconds(500))
        output.emit(Notices.notice(), node: nil)
        _ = try eventually("the end") { output.counts.failed.value == 1 ? true : nil }
        let text = try folder.read("child").split(separator: "\n")
        let child = try #require(text.first.flatMap { pid_t($0) })
        _ = try eventually("the child's end") { kill(child, 0) == 0 && !Self.isDead(child) ? nil : true }
        finish(output)
    }

    /// Nobody may be there to take its exit code.
    private static func isDead(_ pid: pid_t) -> Bool {
        guard let file = fopen("/proc/\(pid)/stat", "r") else { return true }
        defer { fclose(file) }
        var bytes = [UInt8](repeating: 0, count: 200)
        let count = fread(&bytes, 1, bytes.count, file)
        return String(decoding: bytes[..<count], as: UTF8.self).contains(") Z ")
    }

    @Test func eventsOfOneAlertComeInOrder() throws {
        let output = try output("sleep 0.05; echo $ALERT_STATE >> '\(folder.path)/states'")
        for state in [AlertState.raised, .ongoing, .ongoing, .resolved] {
            output.emit(Notices.notice(state), node: nil)
        }
        finish(output)
        #expect(try folder.read("states") == "raised\nongoing\nongoing\nresolved\n")
    }

    @Test func whatFindsNoRoomIsDropped() throws {
        let output = try output("sleep 1000", timeout: .seconds(30), lanes: 1, limit: 2)
        let begun = ContinuousClock.now
        for _ in 0..<20 { output.emit(Notices.notice(), node: nil) }
        #expect(17...18 ~= output.counts.dropped.value && ContinuousClock.now - begun < .seconds(2))
        // The end kills what runs.
        finish(output, within: .milliseconds(300))
        #expect(output.counts.failed.value == 1 && output.counts.dropped.value == 19)
    }
}
