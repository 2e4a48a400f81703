import ArchiveFormat
import PeerObserver
import TestSupport
import Testing

@Suite struct SalvageTests {
    private static let events = (1...200).map { Archives.numbered(UInt64($0), time: UInt64($0)) }

    /// An archive with many blocks, its bytes and its index.
    private final class Scene {
        let folder: TemporaryDirectory
        let path: String
        let bytes: [UInt8]
        let index: ArchiveIndex

        init(_ settings: ArchiveSettings) throws {
            folder = try TemporaryDirectory()
            path = "\(folder.path)/a\(ArchiveName.ending(level: settings.level))"
            var settings = settings
            settings.blockSize = 500
            _ = try Archives.write(SalvageTests.events, to: path, settings)
            bytes = try fileBytes(path)
            index = try #require(try ArchiveIndex.load(forArchive: path))
            #expect(index.blocks.count > 10)
        }

        /// What is found whole when the archive is `damaged`.
        func salvage(_ damaged: [UInt8], hasIndex: Bool = true) throws -> Found {
            try writeFile(damaged, to: path)
            if !hasIndex { _ = try ChildProcess("/bin/rm", ["-f", path + ".idx"]).wait() }
            var salvage = try ArchiveSalvage(path: path)
            var found = Found()
            while try salvage.next() { found.events.append(salvage.event.withUnsafeBytes { [UInt8]($0) }) }
            (found.damages, found.dropped, found.header) = (salvage.damages, salvage.droppedBytes, salvage.header)
            let count = salvage.events
            #expect(count == UInt64(found.events.count))
            return found
        }

        /// The events of the archive without those of some blocks.
        func events(without blocks: Set<Int>) -> [[UInt8]] {
            var (first, kept) = (0, [[UInt8]]())
            for (number, block) in index.blocks.enumerated() {
                let next = first + Int(block.events)
                if !blocks.contains(number) { kept += SalvageTests.events[first..<next] }
                first = next
            }
            return kept
        }
    }

    private struct Found {
        var events: [[UInt8]] = []
        var damages: [ArchiveSalvage.Damage] = []
        var dropped: UInt64 = 0
        var header: ArchiveHeader?
    }

    private static let seekable = Archives.settings(seekable: true)
    private static let plain = Archives.settings(level: 0)
    private static let oneFrame = Archives.settings()

    @Test(arguments: [seekable, plain, oneFrame]) func aWholeArchiveIsGivenWhole(settings: ArchiveSettings) throws {
        let scene = try Scene(settings)
        for hasIndex in [true, false] {
            let found = try scene.salvage(scene.bytes, hasIndex: hasIndex)
            #expect(found.events == Self.events)
            #expect(found.damages.isEmpty && found.dropped == 0)
            #expect(found.header == Archives.header)
        }
    }

    @Test(arguments: [seekable, plain]) func withAnIndexOnlyTheDamagedBlocksAreLeftOut(settings: ArchiveSettings) throws
    {
        let scene = try Scene(settings)
        var damaged = scene.bytes
        for number in [2, 5] {
            let block = scene.index.blocks[number]
            damaged[Int(block.offset + block.size / 2)] ^= 0x10
        }
        let found = try scene.salvage(damaged)
        #expect(found.events == scene.events(without: [2, 5]))
        #expect(found.damages.map(\.events) == [scene.index.blocks[2].events, scene.index.blocks[5].events])
        #expect(found.dropped == scene.index.blocks[2].size + scene.index.blocks[5].size)
    }

    @Test func everyFlippedByteOfASeekableArchiveCostsItsBlockAtMost() throws {
        let scene = try Scene(Self.seekable)
        var harmless = 0
        for position in stride(from: 0, to: Int(scene.index.summary?.size ?? 0), by: 13) {
            var damaged = scene.bytes
            damaged[position] ^= 0xFF
            let number = scene.index.blocks.firstIndex {
                ($0.offset..<$0.offset + $0.size).contains(UInt64(position))
            }
            // Where the header is damaged, no index fits, and the frames are looked for. Some bytes do no harm: a frame's own checksum
            // is not needed then.
            let found = try scene.salvage(damaged)
            let expected = found.damages.isEmpty ? [] : number.map { [$0] } ?? []
            #expect(found.events == scene.events(without: Set(expected)), "byte \(position)")
            #expect(found.damages.count <= 1, "byte \(position)")
            harmless += found.damages.isEmpty ? 1 : 0
        }
        #expect(harmless < 30)
    }

    /// The frames of peers' bytes are not those of the archive.
    @Test func whatLooksLikeAFrameInsideADamagedOneIsNotRead() throws {
        let scene = try Scene(Self.seekable)
        let forged = try Zstd.compress([UInt8(Self.events[0].count)] + Archives.numbered(9999, time: 1))
        #expect(forged.count < 128)
        // Bytes that do not compress around it, so that it lies in the frame as it is.
        let noise = Archives.large(60_000, seed: 3)
        let event = SampleEvents.message(
            .unknown(UnknownMessage(command: "x", payload: noise + forged + noise))
        ).encoded()
        _ = try Archives.write(
            Array(Self.events[..<20]) + [event] + Array(Self.events[20...]), to: scene.folder.path + "/b.bin.zst",
            Archives.settings(seekable: true, blockSize: 500))
        var bytes = try fileBytes(scene.folder.path + "/b.bin.zst")
        let place = try #require(bytes.indices.first { bytes[$0...].starts(with: forged) })
        bytes[place - 100] ^= 1
        // Without its index.
        bytes.removeLast(20)
        let found = try scene.salvage(bytes)
        #expect(found.damages.count >= 1 && found.events.count > 150)
        #expect(found.events.allSatisfy { Self.events.contains($0) })
    }

    @Test func framesAreFoundWithoutAnIndex() throws {
        let scene = try Scene(Self.seekable)
        let block = scene.index.blocks[4]
        // The index at the end is cut off, and a part of the last block.
        let last = try #require(scene.index.blocks.last)
        var damaged = Array(scene.bytes[..<Int(last.offset + last.size - 3)])
        for offset in 0..<Int(block.size) { damaged[Int(block.offset) + offset] = 0 }
        let found = try scene.salvage(damaged)
        #expect(found.events == scene.events(without: [4, scene.index.blocks.count - 1]))
        #expect(found.damages.map(\.bytes.lowerBound) == [block.offset, last.offset])
        #expect(found.damages.map(\.bytes.upperBound) == [block.offset + block.size, UInt64(damaged.count)])
    }

    @Test func oneFrameIsReadUpToItsDamage() throws {
        let scene = try Scene(Self.oneFrame)
        for cut in [scene.bytes.count / 3, scene.bytes.count - 1] {
            let found = try scene.salvage(Array(scene.bytes[..<cut]), hasIndex: false)
            #expect(Self.events.starts(with: found.events))
            #expect(found.events.count > 10 && found.damages.count == 1)
        }
    }

    @Test func ofOneFrameWithAnIndexNoBlockWithAWrongChecksumIsGiven() throws {
        let scene = try Scene(Self.oneFrame)
        var harmful = 0
        for position in stride(from: Int(scene.index.start.offset), to: scene.bytes.count - 4, by: 19) {
            var damaged = scene.bytes
            damaged[position] ^= 0x21
            let found = try scene.salvage(damaged)
            // What is given was there, in this order.
            var rest = Self.events[...]
            for event in found.events {
                let index = try #require(
                    rest.firstIndex(of: event), "byte \(position): an event that was never written")
                rest = rest[(index + 1)...]
            }
            if found.events.count < Self.events.count { harmful += 1 }
            #expect((found.events.count == Self.events.count) || !found.damages.isEmpty, "byte \(position)")
        }
        #expect(harmful > 10)
    }

    @Test func aForgedMagicInsideADamagedFrameIsNoFrame() throws {
        let scene = try Scene(Self.seekable)
        let block = scene.index.blocks[3]
        var damaged = Array(scene.bytes[..<Int(scene.index.summary?.size ?? 0)])
        damaged[Int(block.offset) + 1] = 0
        // Magics of frames that are none.
        for offset in stride(from: 10, to: Int(block.size) - 8, by: 9) {
            for (index, byte) in [UInt8(0x28), 0xB5, 0x2F, 0xFD].enumerated() {
                damaged[Int(block.offset) + offset + index] = byte
            }
        }
        let found = try scene.salvage(damaged)
        #expect(found.events == scene.events(without: [3]))
    }

    @Test(arguments: [[UInt8](), Array("hello, this is no archive".utf8), [0x28, 0xB5, 0x2F, 0xFD, 0]])
    func inWhatIsNoArchiveNothingIsFound(bytes: [UInt8]) throws {
        let folder = try TemporaryDirectory()
        try writeFile(bytes, to: folder.path + "/a.bin")
        var salvage = try ArchiveSalvage(path: folder.path + "/a.bin")
        let hasEvent = try salvage.next()
        let (header, damages) = (salvage.header, salvage.damages)
        #expect(!hasEvent && header == nil && damages.count == 1)
    }
}
