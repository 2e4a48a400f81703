import ArchiveFormat
import Daemon
import Glibc
import PeerObserver
import TestSupport
import Testing

@testable import Archiver

@Suite struct RotationTests {
    private func deliver(_ numbers: ClosedRange<UInt64>, to scene: Scene, bytes: Int = 0) {
        for number in numbers {
            #expect(scene.bus.deliver(numbered(number, bytes: bytes).encoded(), on: "netmsg") == nil)
        }
    }

    private func sequences(_ scene: Scene) throws -> [[UInt64]] {
        try scene.archives().map { try scene.events($0).map { try Event(decoding: $0).sequence ?? 0 } }
    }

    @Test func theNextArchiveBeginsAtTheSize() throws {
        let scene = try Scene(limits: Rotation.Limits(size: 300_000))
        deliver(1...40, to: scene, bytes: 30_000)
        scene.sink.close()
        let archives = try sequences(scene)
        #expect(archives.count >= 3)
        #expect(archives.flatMap { $0 } == Array(1...40))
        // All in one millisecond, so the names had to be told apart.
        #expect(Set(try scene.archives()).count == archives.count)
        #expect(try scene.archives().map { try scene.header($0).fileNumber } == (1...archives.count).map { UInt64($0) })
        #expect(try scene.names().contains("test.closed"))
        #expect(try scene.names().allSatisfy { !$0.hasSuffix(".partial") })
    }

    @Test func theNextArchiveBeginsAtTheAge() throws {
        let scene = try Scene(limits: Rotation.Limits(age: .seconds(60)))
        deliver(1...3, to: scene)
        scene.pass(.seconds(59))
        scene.sink.tick()
        #expect(try scene.archives().isEmpty)
        scene.pass(.seconds(1))
        scene.sink.tick()
        #expect(try sequences(scene) == [[1, 2, 3]])
        var totals = Rotation.Totals()
        scene.statistics.update { totals = $0.totals }
        #expect((totals.events, totals.blocks, totals.kinds["netmsg"], totals.closedFiles) == (3, 1, 3, 1))
        // An archive without events goes on.
        scene.pass(.seconds(100))
        scene.sink.tick()
        deliver(4...4, to: scene)
        scene.sink.close()
        #expect(try sequences(scene) == [[1, 2, 3], [4]])
    }

    @Test func whatItClosedItselfIsDeletedAndNothingElse() throws {
        let scene = try Scene(limits: Rotation.Limits(size: 100_000), retention: Retention(size: 250_000))
        let foreign = "\(scene.path)/test.20200101-000000-000.bin.zst"
        #expect(mkdir(scene.path, 0o755) != 0)
        try writeFile([], to: foreign)
        for number in UInt64(1)...60 {
            deliver(number...number, to: scene, bytes: 30_000)
            scene.pass(.seconds(1))
        }
        scene.sink.close()
        let archives = try scene.archives()
        #expect(archives.first == "test.20200101-000000-000.bin.zst")
        #expect(archives.count >= 2 && archives.count <= 4)
        unlink(foreign)
        let kept = try sequences(scene).flatMap { $0 }
        #expect(kept == Array((60 - UInt64(kept.count) + 1)...60))
        // The indexes went with their archives.
        #expect(try scene.names().count { $0.hasSuffix(".idx") } == archives.count - 1)
        var deleted: UInt64 = 0
        scene.sink.tick()
        scene.statistics.update { deleted = $0.deleted }
        #expect(deleted > 5)
    }

    @Test func partialArchivesOfEarlierRunsAreRecovered() throws {
        let scene = try Scene()
        deliver(1...5, to: scene)
        _ = scene.sink.writeOut()
        deliver(6...8, to: scene)
        // As a kill would leave it: copies, since the sink still has the files.
        let other = try Scene()
        let names = try scene.names()
        #expect(names.count == 2)
        for name in names {
            try writeFile(try fileBytes("\(scene.path)/\(name)"), to: "\(other.path)/\(name)")
        }
        try writeFile([1, 2, 3], to: "\(other.path)/test.20200101-000000-000.bin.zst.partial")
        try writeFile([1, 2, 3], to: "\(other.path)/somebody.elses.partial")
        var folder = try ArchiveFolder(
            path: other.path, base: "test", retention: Retention(), logger: Scene.quiet)
        let recovered = folder.recoverAll(sync: .never, onlyIndexed: false)
        #expect(recovered.map(\.summary.events) == [5])
        #expect(try sequences(other) == [[1, 2, 3, 4, 5]])
        #expect(folder.closed.entries.count == 1)
        #expect(try other.names().contains("somebody.elses.partial"))
        #expect(try other.names().contains("test.20200101-000000-000.bin.zst.partial"))
        scene.sink.close()
    }

    @Test func whatEarlierRunsLeftWithoutEventsIsRemoved() throws {
        let folder = try TemporaryDirectory()
        let name = "\(folder.path)/test.20200101-000000-00"
        var settings = ArchiveSettings()
        settings.sync = .never
        let header = ArchiveHeader(created: 1, filters: [])
        let writer = try ArchiveWriter(path: "\(name)0.bin.zst", header: header, settings: settings)
        let begun = try fileBytes("\(name)0.bin.zst.partial")
        try writer.discard()
        // As kills leave them: without anything, with half a header, with a header; and indexes of archives that are gone.
        try writeFile([], to: "\(name)1.bin.partial")
        try writeFile(Array(begun.dropLast(3)), to: "\(name)2.bin.zst.partial")
        try writeFile(begun, to: "\(name)3.bin.zst.partial")
        try writeFile([1], to: "\(name)3.bin.zst.idx.partial")
        try writeFile([1], to: "\(name)4.bin.zst.idx.partial")
        try writeFile([1], to: "\(folder.path)/other.idx.partial")
        var archives = try ArchiveFolder(path: folder.path, base: "test", retention: Retention(), logger: Scene.quiet)
        archives.removeOrphans()
        #expect(archives.recoverAll(sync: .never, onlyIndexed: false).isEmpty)
        #expect(try TestFolder.names(folder.path) == ["other.idx.partial"])
    }

    @Test func earlierArchivesAreRecoveredWhileEventsAreTaken() throws {
        let (scene, other) = (try Scene(), try Scene())
        deliver(1...5, to: other)
        _ = other.sink.writeOut()
        for name in try other.names() {
            try writeFile(
                try fileBytes("\(other.path)/\(name)"),
                to: "\(scene.path)/\(name.replacing("20231114", with: "20231113"))")
        }
        try scene.sink.start()
        deliver(6...7, to: scene)
        scene.sink.recover(["test.20231113-221320-000.bin.zst"], sync: .never)
        deliver(8...9, to: scene)
        scene.sink.close()
        scene.sink.tick()
        #expect(try sequences(scene) == [[1, 2, 3, 4, 5], [6, 7, 8, 9]])
        var recovered: UInt64 = 0
        scene.statistics.update { recovered = $0.recovered }
        #expect(recovered == 1)
        other.sink.close()
    }

    @Test func aFolderThatVanishesIsNoEnd() throws {
        let scene = try Scene()
        deliver(1...3, to: scene)
        _ = scene.sink.writeOut()
        deliver(4...5, to: scene)
        // The archive at hand goes with its folder; the next one waits until there is a folder again.
        try TestFolder.removeAll(scene.path)
        scene.pass(.seconds(1000))
        scene.sink.tick()
        #expect(!scene.sink.isWriting)
        #expect(scene.bus.deliver(numbered(6).encoded(), on: "netmsg") == .writeFailed)
        #expect(mkdir(scene.path, 0o755) == 0)
        scene.pass(.seconds(2))
        scene.sink.tick()
        #expect(scene.sink.isWriting)
        deliver(7...8, to: scene)
        scene.sink.close()
        #expect(try sequences(scene) == [[7, 8]])
    }
}
