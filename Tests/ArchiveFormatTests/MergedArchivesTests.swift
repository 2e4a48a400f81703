import ArchiveFormat
import PeerObserver
import TestSupport
import Testing

@Suite struct MergedArchivesTests {
    /// Archives of one folder, by what their events' numbers and times are.
    private final class Folder {
        let directory: TemporaryDirectory
        var paths: [String] = []

        init() throws { directory = try TemporaryDirectory() }

        func add(
            _ events: [(number: UInt64, time: UInt64)], _ settings: ArchiveSettings = Archives.settings(),
            header: ArchiveHeader = ArchiveHeader(created: 1, filters: []), hasIndex: Bool = true
        ) throws {
            let path = "\(directory.path)/\(paths.count)\(ArchiveName.ending(level: settings.level))"
            _ = try Archives.write(
                events.map { Archives.numbered($0.number, time: $0.time) }, to: path, settings, header: header)
            if !hasIndex { try remove(path + ".idx") }
            paths.append(path)
        }

        private func remove(_ path: String) throws {
            #expect(try ChildProcess("/bin/rm", [path]).wait() == 0)
        }
    }

    private struct Outcome {
        /// The numbers of events in the order in which they come.
        var numbers: [UInt64] = []
        var failures: [MergedArchives.Failure] = []
        var skipped = 0
        var undecodable: UInt64 = 0
        var bytes: (read: UInt64, total: UInt64) = (0, 0)
    }

    private func read(
        _ paths: [String], from: UInt64? = nil, to: UInt64? = nil, limits: ArchiveLimits = ArchiveLimits()
    ) throws -> Outcome {
        var merged = MergedArchives(paths: paths, from: from, to: to, limits: limits)
        var outcome = Outcome()
        while merged.next() {
            let (note, told) = (try EventNote(merged.event), merged.note)
            #expect(note.sequence == told.sequence && note.time == told.time)
            outcome.numbers.append(note.sequence)
        }
        (outcome.failures, outcome.skipped) = (merged.failures, merged.skippedArchives)
        outcome.undecodable = merged.undecodableEvents
        outcome.bytes = (merged.bytesRead, merged.totalBytes)
        return outcome
    }

    @Test(arguments: [true, false]) func eventsComeInOrderOfTimeAndEqualOnesOfPaths(hasIndex: Bool) throws {
        let folder = try Folder()
        try folder.add([(1, 10), (2, 20), (3, 30)], hasIndex: hasIndex)
        try folder.add([(4, 10), (5, 15), (6, 40)], hasIndex: hasIndex)
        try folder.add([(7, 5), (8, 100)], Archives.settings(level: 0), hasIndex: hasIndex)
        try folder.add([], hasIndex: hasIndex)
        let outcome = try read(folder.paths)
        #expect(outcome.numbers == [7, 1, 4, 5, 2, 3, 6, 8])
        #expect(outcome.failures.isEmpty)
        #expect(outcome.bytes.read == outcome.bytes.total && outcome.bytes.total > 0)
    }

    @Test func theOrderInsideAnArchiveStays() throws {
        let folder = try Folder()
        try folder.add([(1, 30), (2, 10), (3, 50)])
        try folder.add([(4, 20), (5, 40)])
        #expect(try read(folder.paths).numbers == [4, 1, 2, 5, 3])
    }

    @Test func anArchiveThatFailsEndsAlone() throws {
        let folder = try Folder()
        try folder.add((1...100).map { ($0, $0 * 10) })
        try folder.add((101...200).map { ($0, ($0 - 100) * 10 + 1) })
        let bytes = try fileBytes(folder.paths[0])
        try writeFile(Array(bytes[..<(bytes.count / 2)]), to: folder.paths[0])
        try writeFile(Array("no archive at all".utf8), to: folder.directory.path + "/x.bin")
        let paths = folder.paths + [folder.directory.path + "/x.bin", folder.directory.path + "/missing.bin"]
        let outcome = try read(paths)
        #expect(outcome.numbers.filter { $0 > 100 } == Array(101...200))
        #expect(Set(outcome.failures.map(\.path)) == [paths[0], paths[2], paths[3]])
    }

    @Test(arguments: [
        Archives.settings(blockSize: 300), Archives.settings(seekable: true, blockSize: 300),
        Archives.settings(level: 0, blockSize: 300),
    ])
    func onlyTheWantedTimesAreGiven(settings: ArchiveSettings) throws {
        let folder = try Folder()
        try folder.add((1...100).map { ($0, $0) }, settings)
        try folder.add((101...200).map { ($0, $0) }, settings)
        try folder.add((201...300).map { ($0, $0) }, settings)
        let outcome = try read(folder.paths, from: 150, to: 160)
        #expect(outcome.numbers == Array(150..<160))
        #expect(outcome.skipped == 2)
        #expect(try read(folder.paths, from: 295).numbers == Array(295...300))
        #expect(try read(folder.paths, from: 1000, to: 2000).numbers == [])
        #expect(try read(folder.paths, to: 3).numbers == [1, 2])
        #expect(try read(folder.paths, from: 20, to: 20).numbers == [])
    }

    /// Damage before the wanted block is not met.
    @Test(arguments: [true, false]) func seekableAndPlainArchivesAreEnteredAtABlock(isPlain: Bool) throws {
        let folder = try Folder()
        try folder.add(
            (1...100).map { ($0, $0) },
            isPlain ? Archives.settings(level: 0, blockSize: 300) : Archives.settings(seekable: true, blockSize: 300))
        var bytes = try fileBytes(folder.paths[0])
        let index = try #require(try ArchiveIndex.load(forArchive: folder.paths[0]))
        // The length of the second block's first event, or its frame.
        bytes[Int(index.blocks[1].offset)] = 0
        try writeFile(bytes, to: folder.paths[0])
        let outcome = try read(folder.paths, from: 80)
        #expect(outcome.numbers == Array(80...100))
        #expect(outcome.failures.isEmpty)
    }

    @Test func theNodeOfTheHeaderStandsInForTheEvents() throws {
        let folder = try Folder()
        try folder.add([(1, 1)], header: ArchiveHeader(created: 1, node: "alice", filters: []))
        try folder.add([(2, 2)], header: ArchiveHeader(created: 1, filters: []))
        var merged = MergedArchives(paths: folder.paths)
        var told: [(node: String?, namesNode: Bool, header: String?, path: String)] = []
        while merged.next() { told.append((merged.note.node, merged.namesNode, merged.header.node, merged.path)) }
        #expect(told.map(\.node) == ["alice", nil] && told.map(\.header) == ["alice", nil])
        #expect(told.map(\.namesNode) == [false, false])
        #expect(told.map(\.path) == folder.paths)
        let more = merged.next()
        #expect(!more)
    }

    @Test func thousandsOfArchivesAreOpenedOneAfterTheOther() throws {
        let folder = try Folder()
        for number in 0..<UInt64(2000) { try folder.add([(number, number)], Archives.settings(level: 0)) }
        var limits = ArchiveLimits()
        limits.openArchives = 2
        let outcome = try read(folder.paths.reversed(), limits: limits)
        #expect(outcome.numbers == Array(0..<2000))
        #expect(outcome.failures.isEmpty)
    }

    @Test func whatOverlapsBeyondTheLimitsFails() throws {
        let folder = try Folder()
        for number in 0..<UInt64(5) { try folder.add([(number, 0), (number + 10, 100 + number)]) }
        var limits = ArchiveLimits()
        limits.openArchives = 3
        let few = try read(folder.paths, limits: limits)
        #expect(few.numbers == [0, 1, 2, 10, 11, 12])
        #expect(few.failures.count == 2)
        limits.openArchives = 100
        limits.together = 1 << 20
        let narrow = try read(folder.paths, limits: limits)
        #expect(!narrow.failures.isEmpty && narrow.numbers.count + 2 * narrow.failures.count == 10)
        #expect(narrow.failures.allSatisfy { "\($0.error)".contains("more than the limit of 1048576") })
    }

    @Test func whatIsNoEventIsPassedOver() throws {
        let folder = try TemporaryDirectory()
        let header = ArchiveHeader(created: 1, filters: []).encoded()
        let (one, two) = (Archives.numbered(1, time: 1), Archives.numbered(2, time: 2))
        let bytes =
            [UInt8(header.count)] + header + [UInt8(one.count & 0x7F) | 0x80, UInt8(one.count >> 7)] + one
            + [2, 0x0B, 0xFF] + [UInt8(two.count & 0x7F) | 0x80, UInt8(two.count >> 7)] + two
        try writeFile(bytes, to: folder.path + "/a.bin")
        let outcome = try read([folder.path + "/a.bin"])
        #expect(outcome.numbers == [1, 2])
        #expect(outcome.undecodable == 1)
    }

    @Test func pipesAreReadToo() throws {
        let folder = try Folder()
        try folder.add((1...50).map { ($0, $0) })
        let pipe = folder.directory.path + "/pipe"
        #expect(try ChildProcess("/usr/bin/mkfifo", [pipe]).wait() == 0)
        let writer = try ChildProcess("/bin/sh", ["-c", "cat \(folder.paths[0]) > \(pipe)"])
        #expect(try read([pipe]).numbers == Array(1...50))
        #expect(writer.wait() == 0)
    }
}
