import ArchiveFormat
import PeerObserver
import TestSupport
import Testing

@Suite struct VerificationTests {
    private static let settings = [
        Archives.settings(level: 0, blockSize: 400), Archives.settings(blockSize: 400),
        Archives.settings(seekable: true, blockSize: 400),
        Archives.settings(seekable: true, threads: 2, blockSize: 400),
    ]
    private static let events = Array(Archives.events[..<40])

    private static func write(_ settings: ArchiveSettings, in folder: TemporaryDirectory) throws -> String {
        let path = "\(folder.path)/a\(ArchiveName.ending(level: settings.level))"
        _ = try Archives.write(events, to: path, settings)
        return path
    }

    @Test(arguments: settings) func aWholeArchiveIsFoundWhole(settings: ArchiveSettings) throws {
        let folder = try TemporaryDirectory()
        let path = try Self.write(settings, in: folder)
        let result = try ArchiveVerification(of: path)
        #expect(result.isWhole, "\(result.problems)")
        #expect(result.index == (settings.seekable ? .inside : .beside))
        #expect(result.events == 40 && result.blocks > 5 && result.hasChecksums)
        #expect(result.undecodableEvents == 0 && result.unknownEvents == 0)
    }

    /// Nothing that is in the file may change unseen.
    @Test(arguments: settings) func everyFlippedByteIsFound(settings: ArchiveSettings) throws {
        let folder = try TemporaryDirectory()
        let path = try Self.write(settings, in: folder)
        let (bytes, step) = (try fileBytes(path), 3)
        var unseen: [Int] = []
        for position in stride(from: 0, to: bytes.count, by: step) {
            var damaged = bytes
            damaged[position] ^= 0xFF
            try writeFile(damaged, to: path)
            guard try ArchiveVerification(of: path).isWhole else { continue }
            unseen.append(position)
            let read = try Archives.readFile(path)
            #expect(read.events == Self.events && read.header == Archives.header, "byte \(position)")
        }
        // A window that is larger than needed changes nothing, nor does a mark of the index without which it is none.
        #expect(unseen.count <= (settings.level == 0 ? 0 : 60 * bytes.count / step / 1000), "\(unseen)")
    }

    @Test(arguments: settings) func everyCutIsFound(settings: ArchiveSettings) throws {
        let folder = try TemporaryDirectory()
        let path = try Self.write(settings, in: folder)
        let bytes = try fileBytes(path)
        for end in stride(from: 0, to: bytes.count, by: 5) {
            try writeFile(Array(bytes[..<end]), to: path)
            let result = try ArchiveVerification(of: path)
            // A seekable archive has its index at the end: without it, nothing tells of what stood between.
            #expect(!result.isWhole || settings.seekable && result.index == .none, "cut at \(end)")
        }
    }

    @Test func anIndexThatTellsOtherwiseIsFound() throws {
        let folder = try TemporaryDirectory()
        let path = try Self.write(Self.settings[1], in: folder)
        let index = try #require(try ArchiveIndex.load(forArchive: path))
        let changes: [(inout ArchiveIndex) -> Void] = [
            { $0.blocks[1].checksum ^= 1 }, { $0.blocks[1].events += 1 }, { $0.blocks[1].lastTime += 1 },
            { $0.blocks[1].kinds[0].kind = "x" }, { $0.summary?.checksum ^= 1 }, { $0.summary?.kinds = [] },
            { $0.summary?.lastTime += 1 }, { $0.blocks.removeLast() },
            { (index: inout ArchiveIndex) in
                index.blocks[0].contentSize -= 1
                index.blocks[1].contentOffset -= 1
                index.blocks[1].contentSize += 1
            },
        ]
        for (number, change) in changes.enumerated() {
            var changed = index
            change(&changed)
            try writeFile(changed.encoded(), to: path + ".idx")
            let result = try ArchiveVerification(of: path)
            // Fewer blocks than there are say nothing that is wrong.
            #expect(!result.isWhole || number == 7, "change \(number)")
        }
    }

    @Test func orderIsToldButIsNoDamage() throws {
        let folder = try TemporaryDirectory()
        let numbers: [(UInt64, UInt64)] = [(1, 100), (2, 90), (2, 90), (3, 110)]
        let path = folder.path + "/a.bin.zst"
        _ = try Archives.write(
            numbers.map { Archives.numbered($0.0, time: $0.1) }, to: path, Archives.settings())
        let result = try ArchiveVerification(of: path)
        #expect(result.isWhole)
        #expect((result.lateEvents, result.latest, result.repeatedEvents) == (2, 10, 1))
    }

    @Test func eventsThatAreNoneAreFound() throws {
        let folder = try TemporaryDirectory()
        let header = ArchiveHeader(created: 1, filters: []).encoded()
        let bytes = [UInt8(header.count)] + header + [2, 0x0B, 0xFF] + [2, 0x50, 0x01]
        try writeFile(bytes, to: folder.path + "/a.bin")
        let result = try ArchiveVerification(of: folder.path + "/a.bin")
        #expect(!result.isWhole && result.undecodableEvents == 1 && result.unknownEvents == 1 && !result.hasChecksums)
    }

    @Test func whatCannotBeReadThrows() {
        #expect(throws: ArchiveError.self) { _ = try ArchiveVerification(of: "/nonexistent.bin") }
    }
}
