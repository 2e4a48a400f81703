import ArchiveFormat
import Foundation
import PeerObserver
import TestSupport
import Testing

/// Whatever is made of an archive, every byte of its header and its events comes back.
@Suite struct ConvertTests {
    private static let forms: [(name: String, settings: ArchiveSettings, arguments: [String])] = [
        ("plain", Archives.settings(level: 0, blockSize: 2000), ["--compression-level", "0"]),
        ("fast", Archives.settings(level: 1, blockSize: 2000), ["--compression-level", "1"]),
        ("frame", Archives.settings(level: 9, blockSize: 2000), []),
        ("large", Archives.settings(level: 19), ["--compression-level", "19"]),
        ("seekable", Archives.settings(level: 3, seekable: true, blockSize: 2000), ["--seekable"]),
        ("threads", Archives.settings(level: 3, threads: 2), ["--compression-threads", "2"]),
    ]

    @Test(arguments: forms.indices) func everyFormBecomesEveryOther(index: Int) throws {
        let scene = try ArchiveScene()
        let (name, settings, _) = Self.forms[index]
        let source = try scene.write(Archives.events, to: name + ArchiveName.ending(level: settings.level), settings)
        let content = try ArchiveScene.content(source)
        for (other, _, arguments) in Self.forms {
            let target = scene.file("to-\(other).bin.zst")
            try ArchiveProgram.run(["convert", source, "-o", target] + arguments)
            #expect(try ArchiveScene.content(target) == content, "\(name) to \(other)")
            #expect(try ArchiveVerification(of: target).isWhole)
            let told = try #require(try ArchiveIndex.load(forArchive: target))
            #expect(told.start.seekable == (other == "seekable" ? true : nil))
            #expect(told.summary?.events == UInt64(Archives.events.count))
        }
    }

    @Test(arguments: [0, 1, 2, 4, 6, 12, 15, 16, 19, 20, 22]) func everyLevelKeepsEveryByte(level: Int) throws {
        let scene = try ArchiveScene()
        let source = try scene.write(Array(Archives.events.prefix(50)), to: "a.bin.zst")
        try ArchiveProgram.run("convert", source, "-o", scene.file("b"), "--compression-level", "\(level)")
        try ArchiveProgram.run("convert", scene.file("b"), "-o", scene.file("c.bin"), "--compression-level", "0")
        #expect(try fileBytes(scene.file("c.bin")) == (try ArchiveScene.content(source)))
        #expect(try ArchiveVerification(of: scene.file("b")).isWhole)
    }

    /// Fields of a later upstream's header are none of ours, and stay.
    @Test func headersStayAsTheyAre() throws {
        let scene = try ArchiveScene()
        let header: [UInt8] = Archives.header.encoded() + [0xA0, 0x06, 0x05]
        let plain = ArchiveScene.framed(header) + Archives.events.flatMap { ArchiveScene.framed($0) }
        try writeFile(plain, to: scene.file("a.bin"))
        try ArchiveProgram.run("convert", scene.file("a.bin"), "-o", scene.file("b.bin.zst"), "--seekable")
        try ArchiveProgram.run(
            "convert", scene.file("b.bin.zst"), "-o", scene.file("c.bin"), "--compression-level", "0")
        #expect(try fileBytes(scene.file("c.bin")) == plain)
    }

    @Test func upstreamsFirstFormatGetsAHeader() throws {
        let scene = try ArchiveScene()
        let head: [UInt8] = [0x50, 0x41, 1, 0xDE, 0xAD, 0xBE, 0xEF] + [UInt8](repeating: 0, count: 9)
        try writeFile(head + Archives.events.flatMap { ArchiveScene.framed($0) }, to: scene.file("old.bin"))
        try ArchiveProgram.run("convert", scene.file("old.bin"), "-o", scene.file("new.bin.zst"))
        let read = try Archives.readFile(scene.file("new.bin.zst"))
        #expect(read.events == Archives.events)
        #expect(read.header.created == 1_700_000_000)
        #expect(read.header.node == nil && read.header.filters.isEmpty)
    }

    /// What `zstd` itself makes of it is the same content.
    @Test(.enabled(if: isExecutable("/usr/bin/zstd"), "needs the Debian package zstd"))
    func zstdTakesWhatIsMade() throws {
        let scene = try ArchiveScene()
        let source = try scene.write(Archives.events, to: "a.bin.zst")
        for arguments in [[], ["--seekable"]] {
            try ArchiveProgram.run(["convert", source, "-o", scene.file("b.bin.zst"), "--force"] + arguments)
            let process = try ChildProcess(
                "/bin/sh", ["-c", "zstd -dc \(scene.file("b.bin.zst")) > \(scene.file("content"))"])
            #expect(process.wait() == 0, "\(process.output)")
            #expect(try fileBytes(scene.file("content")) == (try ArchiveScene.content(source)))
        }
    }

    @Test func foldersAreConvertedFileByFile() throws {
        let scene = try ArchiveScene()
        for number in 0..<3 {
            try scene.write(Array(Archives.events[(number * 10)..<(number * 10 + 10)]), to: "\(number).bin.zst")
        }
        try writeFile([1, 2, 3], to: scene.file("3.bin.zst.partial"))
        let result = try ArchiveProgram.run(
            "convert", scene.path, "-o", scene.file("plain/"), "--compression-level", "0")
        #expect(result.errors.contains("1 archives that were not closed are left out"))
        #expect(
            try names(in: scene.file("plain")) == ["0.bin", "0.bin.idx", "1.bin", "1.bin.idx", "2.bin", "2.bin.idx"])
        #expect(try Archives.readFile(scene.file("plain/1.bin")).events == Array(Archives.events[10..<20]))
    }

    @Test func nothingIsOverwritten() throws {
        let scene = try ArchiveScene()
        let source = try scene.write(Archives.events, to: "a.bin.zst")
        let before = try fileBytes(source)
        let other = try scene.folder.write("mine", to: "b.bin.zst")
        #expect(try ArchiveProgram.run(["convert", source, "-o", other], code: 3).errors.contains("is there already"))
        #expect(try fileBytes(other) == Array("mine".utf8))
        try FileManager.default.createSymbolicLink(atPath: scene.file("link.bin.zst"), withDestinationPath: source)
        for target in [source, scene.file("link.bin.zst")] {
            let refused = try ArchiveProgram.run(["convert", source, "-o", target, "--force"], code: 3)
            #expect(refused.errors.contains("cannot be written"))
        }
        #expect(try fileBytes(source) == before)
        // A seekable archive in place of one with a side file: no index of the old one stays.
        try ArchiveProgram.run("convert", source, "-o", other, "--force")
        #expect(try names(in: scene.path).contains("b.bin.zst.idx"))
        try ArchiveProgram.run("convert", source, "-o", other, "--force", "--seekable")
        #expect(!(try names(in: scene.path).contains("b.bin.zst.idx")))
        #expect(try ArchiveVerification(of: other).isWhole)
        #expect(!(try names(in: scene.path).contains { $0.hasSuffix(".partial") }))
    }

    @Test func damagedArchivesAreConvertedUpToTheDamage() throws {
        let scene = try ArchiveScene()
        let source = try scene.write(Archives.events, to: "a.bin.zst")
        try writeFile(Array(try fileBytes(source).dropLast(1000)), to: source)
        let result = try ArchiveProgram.run(["convert", source, "-o", scene.file("b.bin.zst")], code: 1)
        #expect(result.errors.contains("what lies before it was converted"))
        let events = try Archives.readFile(scene.file("b.bin.zst")).events
        #expect(Archives.events.starts(with: events) && events.count > 50)
        try writeFile(Array("nothing".utf8), to: scene.file("c.bin"))
        try ArchiveProgram.run(["convert", scene.file("c.bin"), "-o", scene.file("d.bin")], code: 1)
        #expect(!(try names(in: scene.path).contains("d.bin")))
    }

    @Test func archivesBehindOneAnotherBecomeOne() throws {
        let scene = try ArchiveScene()
        let one = try scene.write(
            [Archives.numbered(1, time: 1)], to: "1.bin.zst",
            header: ArchiveHeader(created: 1, node: "alice", filters: []))
        let two = try scene.write(
            [Archives.numbered(2, time: 2)], to: "2.bin.zst",
            header: ArchiveHeader(created: 2, node: "bob", filters: []))
        try writeFile(try fileBytes(one) + fileBytes(two), to: scene.file("both.bin.zst"))
        try ArchiveProgram.run("convert", scene.file("both.bin.zst"), "-o", scene.file("new.bin.zst"))
        let read = try Archives.readFile(scene.file("new.bin.zst"))
        #expect(read.header.node == "alice")
        #expect(try read.events.map { try Event(decoding: $0).node } == [nil, "bob"])
    }
}
