import Foundation
import Glibc
import TestSupport
import Testing

@testable import PeerObserverCommand

/// The parts of the supervisor that need no process.
struct SupervisionTests {
    @Test func waitsDoubleFromHalfASecondToHalfAMinute() {
        var backoff = Backoff()
        let waits = (0..<9).map { _ in backoff.wait(ran: .milliseconds(10), jitter: 0.5) }
        #expect(waits == [0.5, 1, 2, 4, 8, 16, 30, 30, 30].map { .seconds($0) })
    }

    @Test func aMinuteOfHealthForgetsWhatWasBefore() {
        var backoff = Backoff()
        for _ in 0..<5 { _ = backoff.wait(ran: .seconds(59), jitter: 0.5) }
        #expect(backoff.wait(ran: .seconds(60), jitter: 0.5) == .milliseconds(500))
        #expect(backoff.wait(ran: .zero, jitter: 0.5) == .seconds(1))
    }

    @Test func jitterChangesAWaitByAFifth() {
        var (low, high) = (Backoff(), Backoff())
        #expect(abs(low.wait(ran: .zero, jitter: 0) / .milliseconds(400) - 1) < 1e-9)
        #expect(abs(high.wait(ran: .zero, jitter: 1) / .milliseconds(600) - 1) < 1e-9)
    }

    @Test func linesAreCutOutOfPiecesOfAnySize() {
        var lines = OutputLines()
        #expect(lines.take("one\ntw".utf8) == ["one"])
        #expect(lines.take("o\r\n\nthree".utf8) == ["two", ""])
        #expect(lines.rest() == "three")
        #expect(lines.rest() == nil)
    }

    @Test func aLongLineIsCutAndTheNextIsWhole() {
        var lines = OutputLines()
        for _ in 0..<100 { #expect(lines.take(String(repeating: "a", count: 10_000).utf8) == []) }
        let taken = lines.take("\nnext\n".utf8)
        #expect(taken == [String(repeating: "a", count: OutputLines.limit) + " [cut]", "next"])
    }

    @Test func nothingThatATerminalObeysGetsThrough() {
        var lines = OutputLines()
        let taken = lines.take("\u{1B}[2J\u{7}\u{9B}31m \\x1b\ttab\n".utf8)
        #expect(taken == ["\\x1b[2J\\x07\\xc2\\x9b31m \\x1b\ttab"])
        #expect(taken.joined().utf8.allSatisfy { $0 >= 0x20 && $0 < 0x7F || $0 == 9 })
    }

    @Test func notificationsAreRead() {
        let words = NotifySocket.words(
            "READY=1\nSTATUS=well \u{1B}[1m\nWATCHDOG=1\nSTOPPING=1\nFDSTORE=1\nREADY=10".utf8)
        #expect(words == [.ready, .status("well \\x1b[1m"), .alive, .stopping])
        #expect(
            NotifySocket.words(("STATUS=" + String(repeating: "a", count: 4000)).utf8).first
                == .status(String(repeating: "a", count: 193)))
    }

    @Test func theTableHasItsColumnsBelowEachOther() {
        let lines = StatusTable.layout([
            ["PROGRAM", "STATE", "STATUS"], ["a", "running", ""], ["long-name", "x", "y z"],
        ])
        #expect(lines == ["PROGRAM    STATE    STATUS", "a          running", "long-name  x        y z"])
    }

    @Test func aRunsFolderIsPrivateAndElsewhereWhereItCannotBeMade() throws {
        let directory = try TemporaryDirectory()
        let long = "/" + String(repeating: "x", count: 100)
        let folder = try RunFolder(environment: ["XDG_RUNTIME_DIR": "/proc/none", "TMPDIR": directory.path])
        #expect(folder.path.hasPrefix(directory.path + "/peer-observer."))
        let mode = try FileManager.default.attributesOfItem(atPath: folder.path)[.posixPermissions] as? Int
        #expect(mode == 0o700)
        #expect(SmallFile.writePrivate("a", to: folder.path + "/secret"))
        #expect(!SmallFile.writePrivate("b", to: folder.path + "/secret"), "what is there already is left alone")
        folder.remove()
        #expect(!FileManager.default.fileExists(atPath: folder.path))
        let other = try RunFolder(environment: ["TMPDIR": long])
        #expect(other.path.hasPrefix("/tmp/peer-observer."))
        other.remove()
    }

    @Test func aReaderThatDoesNotReadHoldsUpNothing() {
        var ends: [Int32] = [-1, -1]
        #expect(pipe(&ends) == 0)
        defer { for end in ends { close(end) } }
        let (screen, start) = (Screen(plain: true), ContinuousClock.now)
        let line = String(repeating: "a", count: 4000)
        for _ in 0..<1000 { screen.print("name", [line], to: ends[1]) }
        // A pipe holds 64 KiB.
        #expect(screen.dropped > 900 && screen.dropped < 1000)
        #expect(ContinuousClock.now - start < .seconds(10))
        var buffer = [UInt8](repeating: 0, count: 65536)
        #expect(read(ends[0], &buffer, buffer.count) > 0)
        let before = screen.dropped
        screen.print("name", ["after"], to: ends[1])
        #expect(screen.dropped == before)
    }

    @Test func agesAreShort() {
        #expect([59, 61, 3661, 90_000].map { StatusTable.age(.seconds($0)) } == ["59s", "1m1s", "1h1m", "1d1h"])
    }
}
