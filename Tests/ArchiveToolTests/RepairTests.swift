import ArchiveFormat
import PeerObserver
import TestSupport
import Testing

@Suite struct RepairTests {
    private static let events = (1...300).map { Archives.numbered(UInt64($0), time: UInt64($0)) }

    @Test(arguments: [
        Archives.settings(blockSize: 500), Archives.settings(seekable: true, blockSize: 500),
        Archives.settings(level: 0, blockSize: 500),
    ])
    func aCutArchiveBecomesAWholeOne(settings: ArchiveSettings) throws {
        let scene = try ArchiveScene()
        let source = try scene.write(Self.events, to: "a\(ArchiveName.ending(level: settings.level))", settings)
        let cut = Array(try fileBytes(source).prefix(try fileBytes(source).count / 2))
        try writeFile(cut, to: source)
        let result = try ArchiveProgram.run(["repair", source, "-o", scene.file("b.bin.zst")], code: 1)
        let read = try Archives.readFile(scene.file("b.bin.zst"))
        #expect(read.header == ArchiveScene.header)
        #expect(Self.events.starts(with: read.events) && read.events.count > 80)
        #expect(try ArchiveVerification(of: scene.file("b.bin.zst")).isWhole)
        #expect(result.errors.contains("left out: bytes") && result.errors.contains("cut off"))
        // What was damaged is as it was.
        #expect(try fileBytes(source) == cut)
    }

    @Test func whatIsBehindTheDamageIsKept() throws {
        let scene = try ArchiveScene()
        let source = try scene.write(
            Self.events, to: "a.bin.zst", Archives.settings(seekable: true, blockSize: 500))
        let block = try #require(try ArchiveIndex.load(forArchive: source)).blocks[3]
        var bytes = try fileBytes(source)
        bytes[Int(block.offset + 40)] ^= 0xFF
        try writeFile(bytes, to: source)
        let result = try ArchiveProgram.run(["repair", source, "-o", scene.file("b.bin.zst"), "--seekable"], code: 1)
        let events = try Archives.readFile(scene.file("b.bin.zst")).events
        #expect(events.count == Self.events.count - Int(block.events) && events.last == Self.events.last)
        #expect(result.errors.contains("(\(block.size), \(block.events) events)"))
    }

    @Test func aWholeArchiveStaysWhole() throws {
        let scene = try ArchiveScene()
        let source = try scene.write(Archives.events, to: "a.bin.zst")
        let result = try ArchiveProgram.run("repair", source, "-o", scene.file("b.bin.zst"))
        #expect(result.errors.contains("nothing was wrong with it"))
        #expect(try ArchiveScene.content(scene.file("b.bin.zst")) == (try ArchiveScene.content(source)))
    }

    @Test func theInputIsNeverOverwritten() throws {
        let scene = try ArchiveScene()
        let source = try scene.write(Archives.events, to: "a.bin.zst")
        let before = try fileBytes(source)
        try ArchiveProgram.run(["repair", source, "-o", source, "--force"], code: 3)
        #expect(try fileBytes(source) == before)
        try writeFile(Array("nothing".utf8), to: scene.file("x.bin"))
        let result = try ArchiveProgram.run(["repair", scene.file("x.bin"), "-o", scene.file("y.bin")], code: 3)
        #expect(result.errors.contains("there is no whole event in it"))
        #expect(!(try names(in: scene.path).contains("y.bin")))
    }
}
