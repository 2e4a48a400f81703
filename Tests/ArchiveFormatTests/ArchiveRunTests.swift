import ArchiveFormat
import PeerObserver
import TestSupport
import Testing

/// Archives of one run of an archiver are read in the order in which they were written.
@Suite struct ArchiveRunTests {
    private let folder: TemporaryDirectory

    init() throws { folder = try TemporaryDirectory() }

    private func archive(
        _ name: String, run: UInt64?, number: UInt64, _ events: [(number: UInt64, time: UInt64)], hasIndex: Bool = true
    ) throws -> String {
        let path = "\(folder.path)/\(name)"
        let header = ArchiveHeader(created: 1, filters: [], version: 1, runID: run, fileNumber: number)
        let encoded = events.map { Event(timestamp: $0.time, streamID: 1, sequence: $0.number).encoded() }
        _ = try Archives.write(encoded, to: path, Archives.settings(), header: header)
        if !hasIndex { #expect(try ChildProcess("/bin/rm", [path + ".idx"]).wait() == 0) }
        return path
    }

    private func numbers(_ paths: [String], from: UInt64? = nil) -> [UInt64] {
        var merged = MergedArchives(paths: paths, from: from)
        var numbers: [UInt64] = []
        while merged.next() { numbers.append(merged.note.sequence) }
        return numbers
    }

    @Test(arguments: [true, false]) func timesThatOverlapDoNotMix(hasIndex: Bool) throws {
        let paths = [
            try archive("b", run: 7, number: 2, [(4, 9), (5, 12), (6, 30)], hasIndex: hasIndex),
            try archive("c", run: 7, number: 3, [(7, 29), (8, 40)], hasIndex: hasIndex),
            try archive("a", run: 7, number: 1, [(1, 5), (2, 10), (3, 11)], hasIndex: hasIndex),
        ]
        #expect(numbers(paths) == Array(1...8))
        #expect(numbers(paths, from: 12) == [5, 6, 7, 8])
    }

    @Test func otherRunsAreMergedByTime() throws {
        let paths = [
            try archive("a", run: 7, number: 1, [(1, 10), (2, 20)]),
            try archive("b", run: 7, number: 2, [(3, 19), (4, 40)]),
            try archive("c", run: 8, number: 1, [(11, 15), (12, 30)]),
            try archive("d", run: nil, number: 2, [(21, 16)]),
        ]
        #expect(numbers(paths) == [1, 11, 21, 2, 3, 12, 4])
    }

    @Test func partsOfAnArchiveAreMergedByTime() throws {
        let paths = [
            try archive("a", run: 7, number: 1, [(1, 10), (2, 20)]),
            try archive("b", run: 7, number: 1, [(3, 15), (4, 40)]),
        ]
        #expect(numbers(paths) == [1, 3, 2, 4])
        // The short part's end is not that of the archive.
        let more = [
            try archive("c", run: 8, number: 1, [(1, 10)]), try archive("d", run: 8, number: 1, [(2, 10), (3, 30)]),
            try archive("e", run: 8, number: 2, [(4, 29)]),
        ]
        #expect(numbers(more) == [1, 2, 3, 4] && numbers(more.reversed()) == [2, 1, 3, 4])
    }

    @Test func anArchiveThatFailsHoldsUpNoOther() throws {
        let paths = [
            try archive("a", run: 7, number: 1, [(1, 10)]), try archive("b", run: 7, number: 2, [(2, 20)]),
            try archive("c", run: 7, number: 3, [(3, 30)]),
        ]
        #expect(try ChildProcess("/bin/rm", [paths[0]]).wait() == 0)
        #expect(try ChildProcess("/usr/bin/truncate", ["-s", "-6", paths[1]]).wait() == 0)
        #expect(numbers(paths).last == 3)
    }
}
