import ArchiveFormat
import Glibc
import PeerObserver
import TestSupport
import Testing

@Suite struct RecoveryTests {
    private static let events = Array(Archives.events[..<40])
    private static let settings = [
        Archives.settings(level: 0), Archives.settings(level: 3), Archives.settings(level: 3, seekable: true),
    ]

    /// Cuts an archive, puts it right, and tells what is in it then.
    private static func recover(
        _ bytes: [UInt8], _ settings: ArchiveSettings, in folder: TemporaryDirectory
    ) throws -> (result: ArchiveRecovery.Result, events: [[UInt8]]) {
        let path = "\(folder.path)/a\(ArchiveName.ending(level: settings.level))"
        try writeFile(bytes, to: path + ".partial")
        let result = try ArchiveRecovery.recover(path + ".partial", as: path, sync: .never)
        let read = try Archives.readFile(path)
        #expect(read.header == Archives.header)
        #expect(try fileBytes(path).count == Int(result.archive.size))
        let index = try #require(try ArchiveIndex.load(forArchive: path))
        #expect(index.summary == result.archive.summary)
        #expect(index.summary?.events == UInt64(read.events.count))
        #expect(index.blocks.reduce(0) { $0 + Int($1.events) } == read.events.count)
        #expect(index.summary?.recovered == true)
        if settings.level > 0 {
            // The reference library takes it, checksums and all.
            #expect(try Zstd.areWhole(fileBytes(path)))
        }
        for name in try names(in: folder.path) { unlink("\(folder.path)/\(name)") }
        return (result, read.events)
    }

    @Test(arguments: settings) func everyCutGivesAWholeArchive(settings: ArchiveSettings) throws {
        let folder = try TemporaryDirectory()
        let bytes = try Archives.bytes(Self.events, settings, blockEvents: 8)
        var most = 0
        for end in stride(from: 400, through: bytes.count, by: 37) + [bytes.count] {
            let (result, events) = try Self.recover(Array(bytes[..<end]), settings, in: folder)
            #expect(Self.events.starts(with: events))
            #expect(events.count >= most, "cut at \(end)")
            most = events.count
            if settings.level > 0 { #expect(events.count % 8 == 0) }
            #expect(result.droppedBytes <= UInt64(end))
        }
        #expect(most == Self.events.count)
    }

    @Test(arguments: settings) func whatFollowsDamageIsCutOff(settings: ArchiveSettings) throws {
        let folder = try TemporaryDirectory()
        var bytes = try Archives.bytes(Self.events, settings, blockEvents: 8)
        bytes[bytes.count * 3 / 4] ^= 0xFF
        bytes[bytes.count * 3 / 4 + 1] ^= 0xFF
        let (result, events) = try Self.recover(bytes, settings, in: folder)
        #expect(events.count >= 16)
        // Of a plain archive, nothing tells that a byte is another one, as long as events can be read.
        guard settings.level > 0 else { return }
        #expect(Self.events.starts(with: events))
        #expect(result.damage != nil)
    }

    @Test(arguments: settings) func closedArchivesStayAsTheyAre(settings: ArchiveSettings) throws {
        let folder = try TemporaryDirectory()
        let path = "\(folder.path)/a\(ArchiveName.ending(level: settings.level))"
        let closed = try Archives.write(Self.events, to: path, settings)
        let bytes = try fileBytes(path)
        let result = try ArchiveRecovery.recover(path, as: path, sync: .never)
        #expect(result.damage == nil)
        #expect(try Archives.readFile(path).events == Self.events)
        #expect(try names(in: folder.path).count == (settings.seekable ? 1 : 2))
        #expect(result.archive.summary.checksum == closed.summary.checksum)
        #expect(result.archive.summary.streams == closed.summary.streams)
        if !settings.seekable { #expect(try fileBytes(path) == bytes) }
        #expect(try ArchiveIndex.load(forArchive: path)?.summary == result.archive.summary)
    }

    @Test func archivesWithoutAPlaceToEndAreLeftAlone() throws {
        let folder = try TemporaryDirectory()
        let plain = try Archives.bytes(Self.events + [Archives.large(400_000, seed: 9)], Archives.settings(level: 0))
        let frame = try Zstd.compress(plain)
        let path = "\(folder.path)/a.bin.zst"
        try writeFile(Array(frame.dropLast(100)), to: path)
        // No block of it ends where an event does: it would have to be compressed anew.
        #expect(throws: ArchiveError.self) { _ = try ArchiveRecovery.recover(path, as: path, sync: .never) }
        #expect(try fileBytes(path).count == frame.count - 100)
    }

    @Test func whatHasNoHeaderIsLeftAlone() throws {
        let folder = try TemporaryDirectory()
        let path = try folder.write("no archive at all, this", to: "a.bin.partial")
        #expect(throws: ArchiveError.self) {
            _ = try ArchiveRecovery.recover(path, as: "\(folder.path)/a.bin", sync: .never)
        }
        #expect(try fileBytes(path) == Array("no archive at all, this".utf8))
    }

    @Test func archivesThatAreBeingWrittenAreLeftAlone() throws {
        let folder = try TemporaryDirectory()
        let path = "\(folder.path)/a.bin.zst"
        var writer = try ArchiveWriter(path: path, header: Archives.header, settings: Archives.settings())
        let first = Self.events[0]
        try writer.append(first.span.bytes)
        try writer.endBlock()
        #expect(throws: ArchiveError.file(path: path + ".partial", operation: "lock", code: EWOULDBLOCK)) {
            _ = try ArchiveRecovery.recover(path + ".partial", as: path, sync: .never)
        }
        _ = try writer.close()
        #expect(try Archives.readFile(path).events == [first])
    }

    @Test(arguments: settings) func anAbandonedArchiveEndsBehindItsLastBlock(settings: ArchiveSettings) throws {
        let folder = try TemporaryDirectory()
        let path = "\(folder.path)/a\(ArchiveName.ending(level: settings.level))"
        var writer = try ArchiveWriter(path: path, header: Archives.header, settings: settings)
        for event in Self.events[..<10] { try writer.append(event.span.bytes) }
        try writer.endBlock()
        for event in Self.events[10..<15] { try writer.append(event.span.bytes) }
        let (archive, lost) = try writer.abandon(lost: [LostCount(reason: "write_failed", events: 5)])
        #expect(lost == 5)
        #expect(archive.summary.events == 10)
        #expect(archive.summary.lost == [LostCount(reason: "write_failed", events: 5)])
        #expect(try Archives.readFile(path).events == Array(Self.events[..<10]))
        #expect(try ArchiveIndex.load(forArchive: path)?.summary == archive.summary)
    }
}
