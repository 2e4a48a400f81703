import Daemon
import TestSupport
import Testing

@testable import Archiver

@Suite struct RetentionTests {
    private let entries = (1...4).map { ClosedList.Entry(name: "a\($0)", size: 100) }
    private let files = Dictionary(
        uniqueKeysWithValues: (1...4).map { ("a\($0)", Retention.File(modified: UInt64($0) * 1000, size: 100)) })

    @Test func withoutLimitsNothingIsDeleted() {
        #expect(Retention().expired(entries, files: files, now: 1_000_000) == [])
    }

    @Test func theOldAreDeleted() {
        #expect(Retention(age: .seconds(2500)).expired(entries, files: files, now: 5000) == ["a1", "a2"])
        // A clock that was set back makes nothing old.
        #expect(Retention(age: .seconds(1)).expired(entries, files: files, now: 10) == [])
    }

    @Test func theOldestAreDeletedAboveTheSize() {
        #expect(Retention(size: 400).expired(entries, files: files, now: 0) == [])
        #expect(Retention(size: 399).expired(entries, files: files, now: 0) == ["a1"])
        #expect(Retention(size: 0).expired(entries, files: files, now: 0) == ["a1", "a2", "a3", "a4"])
    }

    @Test func whatSomebodyChangedIsLeftAlone() {
        var files = files
        files["a1"] = Retention.File(modified: 1000, size: 101)
        files["a2"] = nil
        #expect(Retention(size: 100).expired(entries, files: files, now: 0) == ["a3"])
    }

    @Test func theListSurvivesRestartsAndRubbish() throws {
        let folder = try TemporaryDirectory()
        var list = try ClosedList(folder: folder.path, base: "a")
        try list.append(ClosedList.Entry(name: "one", size: 1))
        try list.append(ClosedList.Entry(name: "two", size: 2))
        try list.append(ClosedList.Entry(name: "three", size: 3))
        try list.remove(["two"])
        #expect(try ClosedList(folder: folder.path, base: "a").entries == list.entries)
        #expect(list.entries.map(\.name) == ["one", "three"])
        #expect(list.totalSize == 4)
        // What is recovered late is older than what was closed before.
        try list.append(ClosedList.Entry(name: "nought", size: 0))
        #expect(list.entries.map(\.name) == ["nought", "one", "three"])
        #expect(try ClosedList(folder: folder.path, base: "a").entries == list.entries)
        try folder.write("x\t1\n../../etc/passwd\t5\nno size\n\u{0}\t\nz\t18446744073709551616\ny\t2", to: "b.closed")
        #expect(try ClosedList(folder: folder.path, base: "b").entries.map(\.name) == ["x", "y"])
    }
}
