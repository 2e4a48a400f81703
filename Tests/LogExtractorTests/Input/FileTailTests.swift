import Daemon
import Glibc
import TestSupport
import Testing

@testable import LogExtractor

/// No line lost, none published twice.
struct FileTailTests {
    @Test func appendedLinesArePublishedOnce() throws {
        let bench = try TailBench()
        try bench.append(100)
        try bench.start()
        try bench.catchUp()
        try bench.append(50)
        try bench.catchUp()
        try bench.expectWhole()
    }

    @Test func fileThatComesLaterIsReadFromItsBeginning() throws {
        let bench = try TailBench()
        try bench.start(fromEnd: true)
        try bench.catchUp()
        try bench.append(10)
        try bench.catchUp()
        try bench.expectWhole()
    }

    @Test func whatIsNoFileIsAnError() throws {
        let bench = try TailBench()
        #expect(mkfifo(bench.path, 0o600) == 0)
        #expect(throws: DaemonError.self) { try bench.start() }
    }

    @Test func fromEndPassesOverWhatIsThere() throws {
        let bench = try TailBench()
        try bench.append(10)
        try bench.append("2026-11-21T10:00:00Z half a")
        try bench.start(fromEnd: true)
        try bench.catchUp()
        #expect(try bench.texts.isEmpty)
        try bench.append(" line 11\n")
        try bench.catchUp()
        #expect(try bench.numbers == [11])
    }

    @Test func lineWithoutItsEndWaits() throws {
        let bench = try TailBench()
        try bench.start()
        let line = bench.nextLine()
        try bench.append(String(line.prefix(30)))
        try bench.catchUp()
        #expect(try bench.texts.isEmpty)
        try bench.append(String(line.dropFirst(30)))
        try bench.catchUp()
        try bench.expectWhole()
    }

    @Test func lineAboveTheBoundIsCutAndTheNextOnesAreWhole() throws {
        let bench = try TailBench()
        try bench.append(2)
        try bench.start()
        try bench.catchUp()
        // Longer than a piece that is read at once, and arriving in parts.
        for _ in 0..<4 {
            try bench.append(String(repeating: "x", count: LineScanner.longest))
            try bench.catchUp()
        }
        try bench.append("\n")
        try bench.append(2)
        try bench.catchUp()
        #expect(try bench.texts.map(\.utf8.count).max() == LineScanner.longest)
        #expect(try bench.texts.count == 5)
        try bench.expectWhole()
    }

    @Test func bytesThatAreNoTextDoNoHarm() throws {
        let bench = try TailBench()
        try bench.append(1)
        try bench.append("\u{0}\u{0}\r\n\u{FFFD}")
        try bench.append("\n")
        try bench.append(1)
        try bench.start()
        try bench.catchUp()
        #expect(try bench.texts.count == 4)
        try bench.expectWhole()
    }

    @Test func restartGoesOnWhereItEnded() throws {
        let bench = try TailBench()
        try bench.append(20)
        try bench.start()
        try bench.catchUp()
        bench.stop()
        try bench.append(20)
        try bench.start()
        try bench.catchUp()
        try bench.expectWhole()
    }

    @Test func whatWasNotConfirmedIsReadAgainAfterAKill() throws {
        let bench = try TailBench()
        try bench.append(20)
        try bench.start()
        try bench.catchUp()
        bench.stop()
        try bench.start()
        try bench.append(5)
        bench.flow.hold(5)
        try bench.catchUp()
        bench.tail?.tick()
        bench.kill()
        bench.flow.hold(0)
        try bench.start()
        try bench.catchUp()
        #expect(try bench.numbers == Array(1...25) + Array(21...25))
    }

    @Test func partOfALineSurvivesARestart() throws {
        let bench = try TailBench()
        try bench.append(3)
        let line = bench.nextLine()
        try bench.append(String(line.prefix(25)))
        try bench.start()
        try bench.catchUp()
        bench.stop()
        try bench.append(String(line.dropFirst(25)))
        try bench.start()
        try bench.catchUp()
        try bench.expectWhole()
    }

    // MARK: Rotation

    @Test func rotationByRenameAndCreateIsFollowed() throws {
        let bench = try TailBench()
        try bench.append(10)
        try bench.start()
        try bench.catchUp()
        try bench.append(5)
        try bench.rename("debug.log", to: "debug.log.1")
        // The node still has the old file open, as it has until it is told otherwise.
        try bench.append(5, to: "debug.log.1")
        try bench.append("")
        try bench.catchUp()
        try bench.append(5, to: "debug.log.1")
        try bench.catchUp()
        try bench.append(10)
        try bench.catchUp()
        try bench.expectWhole()
    }

    @Test func lastLineWithoutAnEndOfARotatedFileIsPublished() throws {
        let bench = try TailBench()
        try bench.start()
        try bench.append(String(bench.nextLine().dropLast()))
        try bench.catchUp()
        try bench.rename("debug.log", to: "debug.log.1")
        try bench.append(1)
        try bench.catchUp()
        try bench.expectWhole()
    }

    @Test func rotationWhileDownIsFollowed() throws {
        let bench = try TailBench()
        try bench.append(10)
        try bench.start()
        try bench.catchUp()
        bench.stop()
        try bench.append(10)
        try bench.rename("debug.log", to: "debug.log.1")
        try bench.append(10)
        try bench.start()
        try bench.catchUp()
        try bench.expectWhole()
    }

    @Test func severalRotationsWhileDownAreFollowed() throws {
        let bench = try TailBench()
        try bench.append(10)
        try bench.start()
        try bench.catchUp()
        bench.stop()
        try bench.append(10)
        for older in ["debug.log.3", "debug.log.2", "debug.log.1"] {
            try bench.rename("debug.log", to: older)
            try bench.append(10)
        }
        try bench.start()
        try bench.catchUp()
        try bench.expectWhole()
    }

    @Test func backupOfWhatWasReadIsNoRotation() throws {
        let bench = try TailBench()
        try bench.append(10)
        try bench.start()
        try bench.catchUp()
        try bench.rewrite(try bench.content(), "debug.log.bak")
        try bench.rename("debug.log", to: "debug.log.1")
        try bench.append(10)
        try bench.catchUp()
        try bench.expectWhole()
    }

    @Test func rotationWithoutANewFileYetIsFollowedAfterARestart() throws {
        let bench = try TailBench()
        try bench.append(10)
        try bench.start()
        try bench.catchUp()
        bench.stop()
        try bench.append(10)
        try bench.rename("debug.log", to: "debug.log.1")
        try bench.start()
        try bench.catchUp()
        try bench.append(10)
        try bench.catchUp()
        try bench.expectWhole()
    }

    // MARK: Truncation

    @Test func copyAndTruncateIsFollowed() throws {
        let bench = try TailBench()
        try bench.append(10)
        try bench.start()
        try bench.catchUp()
        try bench.append(10)
        try bench.rewrite(try bench.content(), "debug.log.1")
        try bench.rewrite([])
        try bench.catchUp()
        try bench.append(10)
        try bench.catchUp()
        try bench.expectWhole()
    }

    @Test func copyAndTruncateWhileDownIsFollowed() throws {
        let bench = try TailBench()
        try bench.append(10)
        try bench.start()
        try bench.catchUp()
        bench.stop()
        try bench.append(10)
        try bench.rewrite(try bench.content(), "debug.log.1")
        try bench.rewrite([])
        try bench.append(100)
        try bench.start()
        try bench.catchUp()
        try bench.expectWhole()
    }

    @Test(arguments: [3, 40]) func truncationWhileDownLosesNothingThatIsThere(_ later: Int) throws {
        let bench = try TailBench()
        try bench.append(20)
        try bench.start()
        try bench.catchUp()
        bench.stop()
        try bench.rewrite([])
        try bench.append(later)
        try bench.start()
        try bench.catchUp()
        try bench.expectWhole()
    }

    @Test func truncationWhileRunningLosesNothingThatIsThere() throws {
        let bench = try TailBench()
        try bench.append(20)
        try bench.start()
        try bench.catchUp()
        try bench.rewrite([])
        try bench.catchUp()
        try bench.append(30)
        try bench.catchUp()
        try bench.expectWhole()
    }

    @Test func anotherFileWithTheSameInodeIsReadFromItsBeginning() throws {
        let bench = try TailBench()
        try bench.append(20)
        try bench.start()
        try bench.catchUp()
        // The same file for the system, longer than before, with other content.
        try bench.rewrite([])
        try bench.append(200)
        try bench.catchUp()
        try bench.expectWhole()
    }

    // MARK: Core's shrinking of its log

    @Test(arguments: [false, true]) func shrinkAtTheNodesStartIsFollowed(whileDown: Bool) throws {
        let bench = try TailBench()
        bench.padding = 1000
        try bench.append(11_000)
        try bench.start()
        try bench.catchUp()
        if whileDown { bench.stop() }
        try bench.append(100)
        try shrink(bench)
        try bench.append(100)
        if whileDown { try bench.start() }
        try bench.catchUp()
        try bench.expectWhole()
    }

    /// The place is in the first half of the file, so that the rewritten file is longer than it.
    @Test func shrinkOfALogThatWasReadInPartIsFollowed() throws {
        let bench = try TailBench()
        bench.padding = 1000
        try bench.append(3000)
        try bench.start()
        try bench.catchUp()
        try bench.append(8000)
        try shrink(bench)
        try bench.catchUp()
        try bench.expectWhole()
    }

    /// As `BCLog::Logger::ShrinkDebugFile` does, which then has the newlines of the node's start behind it.
    private func shrink(_ bench: TailBench) throws {
        let content = try bench.content()
        #expect(content.count > 11_000_000)
        try bench.rewrite(content.suffix(10_000_000))
        try bench.append("\n\n\n\n\n")
    }
}
