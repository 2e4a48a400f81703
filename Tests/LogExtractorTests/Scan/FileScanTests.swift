import Glibc
import PeerObserver
import TestSupport
import Testing

@testable import LogExtractor

struct FileScanTests {
    private static let lines = (0..<20_000).map { number in
        "2026-11-21T10:\(String(100 + number / 1000 % 60).dropFirst()):00.\(String(1_000_000 + number).dropFirst())Z [net] line \(number)"
    }
    private static let text = lines.joined(separator: "\n") + "\n"

    /// The text as a file made by `command`, which gets its path.
    private func scan(_ command: String) throws -> FileScan {
        let directory = try TemporaryDirectory()
        let plain = try directory.write(Self.text, to: "plain")
        let made = directory.path + "/made"
        let process = try ChildProcess("/bin/sh", ["-c", command, plain, made])
        #expect(process.wait() == 0, "\(process.output)")
        return FileScan.run(made, events: nil) { _ in }
    }

    @Test(arguments: [
        "cp $0 $1", "gzip -c $0 > $1", "zstd -q -c $0 > $1",
        // Several members and frames, some of them empty.
        "head -c 1000000 $0 | gzip > $1; : | gzip >> $1; tail -c +1000001 $0 | gzip >> $1",
        "head -c 1000000 $0 | zstd -q > $1; : | zstd -q >> $1; tail -c +1000001 $0 | zstd -q >> $1",
        // Zeros up to the end of a block.
        "gzip -c $0 > $1; head -c 1000 /dev/zero >> $1",
        "zstd -q --long=31 -c $0 > $1",
    ]) func everyLineIsCounted(_ command: String) throws {
        let scan = try scan(command)
        #expect(scan.problem == nil)
        #expect(scan.counts.lines == 20_000 && scan.bytes == Self.text.utf8.count)
        #expect(scan.counts.bytes == scan.bytes - 20_000)
        #expect(scan.counts.categoryRows.map(\.category) == ["net"])
    }

    @Test(arguments: ["gzip -c $0 | head -c 50000 > $1", "zstd -q -c $0 | head -c 20000 > $1"])
    func fileThatBreaksOffCountsAsFarAsItGoes(_ command: String) throws {
        let scan = try scan(command)
        #expect(try #require(scan.problem).contains("is cut off"))
        #expect(scan.counts.lines > 100 && scan.counts.lines < 20_000)
    }

    @Test(arguments: [
        "gzip -c $0 > $1; printf 'xxxxxxxx' | dd of=$1 bs=1 seek=30000 conv=notrunc 2>&1",
        "zstd -q -c $0 > $1; printf 'xxxxxxxxxxxxxxxx' | dd of=$1 bs=1 seek=20000 conv=notrunc 2>&1",
        "gzip -c $0 > $1; echo garbage >> $1",
    ]) func damagedFileIsNamed(_ command: String) throws {
        let scan = try scan(command)
        #expect(try #require(scan.problem).contains("made: the "))
    }

    @Test func emptyFileHasNoLine() throws {
        let scan = try scan(": > $1")
        #expect(scan.problem == nil && scan.counts.lines == 0 && scan.first > scan.last)
    }

    @Test func missingFileIsNamed() {
        let scan = FileScan.run("/nonexistent/file", events: nil) { _ in }
        #expect(scan.problem == "/nonexistent/file: No such file or directory")
    }

    @Test func progressAddsUpToTheFile() throws {
        let directory = try TemporaryDirectory()
        let path = try directory.write(Self.text, to: "plain")
        var told: UInt64 = 0
        _ = FileScan.run(path, events: nil) { told += $0 }
        #expect(told == Self.text.utf8.count)
    }

    /// On lines of every wording that a node was seen to write.
    @Test func countsWithAndWithoutEventsAgree() throws {
        let directory = try TemporaryDirectory()
        let tests = #filePath.split(separator: "/").dropLast(3).map { "/\($0)" }.joined()
        let path = tests + "/DebugLogTests/Fixtures/debug-patterns.log"
        let target = open(directory.path + "/events", O_WRONLY | O_CREAT, 0o600)
        defer { close(target) }
        let counted = FileScan.run(path, events: nil) { _ in }
        let written = FileScan.run(path, events: ScanEvents(descriptor: target, turn: ScanTurn())) { _ in }
        #expect(counted.counts.kindRows.map(\.kind) == written.counts.kindRows.map(\.kind))
        #expect(counted.counts.kindRows.map(\.count) == written.counts.kindRows.map(\.count))
        #expect(counted.counts.kindRows.count > 50)
        #expect(counted.counts.categoryRows.map(\.category) == written.counts.categoryRows.map(\.category))
        #expect(counted.counts.categoryRows.map(\.count) == written.counts.categoryRows.map(\.count))
        #expect((counted.first, counted.last) == (written.first, written.last))
        let events = try #require(LogFile(path: directory.path + "/events"))
        let bytes = try events.bytes(at: 0, count: Int(events.size))
        #expect(bytes.count { $0 == 0x0A } == Int(counted.counts.lines) && counted.counts.lines > 2900)
    }
}
