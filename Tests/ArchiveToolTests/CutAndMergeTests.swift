import ArchiveFormat
import PeerObserver
import TestSupport
import Testing

@testable import ArchiveTool

@Suite struct CutAndMergeTests {
    private static func numbers(_ path: String) throws -> [UInt64] {
        try Archives.readFile(path).events.map { try EventNote($0.span.bytes).sequence }
    }

    @Test func cutTakesATimeAndEveryByteOfItsEvents() throws {
        let scene = try ArchiveScene()
        let events = (0..<300).map { Archives.numbered($0 + 1, time: 1_700_000_000_000 + $0 * 100) }
        let source = try scene.write(events, to: "a.bin.zst", Archives.settings(seekable: true, blockSize: 1000))
        try ArchiveProgram.run(
            "cut", source, "-o", scene.file("b.bin.zst"), "--from", "2023-11-14T22:13:30", "--to", "1700000020.5")
        // 1,700,000,000 is 22:13:20.
        #expect(try Archives.readFile(scene.file("b.bin.zst")).events == Array(events[100..<205]))
        try ArchiveProgram.run(
            ["cut", source, "-o", scene.file("c.bin"), "--from", "2024-01-01", "--to", "2023-01-01"], code: 2)
        try ArchiveProgram.run(["cut", source, "-o", scene.file("c.bin"), "--from", "+10m"], code: 2)
    }

    @Test func cutTakesKindsPeersCommandsAndNodes() throws {
        let scene = try ArchiveScene()
        let source = try scene.write(Archives.events, to: "a.bin.zst")
        func cut(_ arguments: String...) throws -> [[UInt8]] {
            try ArchiveProgram.run(["cut", source, "-o", scene.file("b.bin.zst"), "--force"] + arguments)
            return try Archives.readFile(scene.file("b.bin.zst")).events
        }
        func kept(_ admits: (EventNote, Event) -> Bool) throws -> [[UInt8]] {
            try Archives.events.filter { admits(try EventNote($0.span.bytes), try Event(decoding: $0)) }
        }
        #expect(try cut("--rpc") == (try kept { note, _ in note.kind == "rpc" || note.kind.hasPrefix("rpc.") }))
        #expect(
            try cut("--mempool", "--validation")
                == (try kept { note, _ in ["mempool", "validation"].contains(note.kind) }))
        #expect(try cut("--node", "node-1").count == Archives.events.count)
        #expect(try cut("--node", "other").isEmpty)
        let large = try kept { _, event in
            guard case .ebpfExtractor(let ebpf) = event.payload, case .message(let message) = ebpf.event else {
                return false
            }
            return message.meta.command == "c" && message.meta.peerID == 7
        }
        #expect(large.count > 30)
        #expect(try cut("--command", "c", "--peer", "7", "--messages") == large)
        #expect(try cut("--command", "c", "--direction", "out").isEmpty)
        let header = try Archives.readFile(scene.file("b.bin.zst")).header
        #expect(header.filters == ["command=c", "direction=out"] && header.node == "node-1")
    }

    @Test func mergeIsInOrderOfTimeWithoutDuplicates() throws {
        let scene = try ArchiveScene()
        // Two archivers that took the same events for a while, of two extractors.
        let one = (1...100).map { Archives.numbered($0, time: $0 * 10) }
        let two = (51...150).map { Archives.numbered($0, time: $0 * 10) }
        let other = (1...100).map { Archives.numbered($0, time: $0 * 10 + 5, streamID: 8) }
        try scene.write(one, to: "1.bin.zst")
        try scene.write(two, to: "2.bin", Archives.settings(level: 0))
        try scene.write(other, to: "3.bin.zst", Archives.settings(seekable: true))
        let result = try ArchiveProgram.run("merge", scene.path, "-o", scene.path + ".merged.bin.zst")
        defer {
            for ending in ["", ".idx"] {
                _ = try? ChildProcess("/bin/rm", [scene.path + ".merged.bin.zst" + ending]).wait()
            }
        }
        #expect(result.errors.contains("50 events came twice"))
        let expected =
            ((1...150).map { ($0 * 10, Archives.numbered($0, time: $0 * 10)) }
            + (1...100).map { ($0 * 10 + 5, Archives.numbered($0, time: $0 * 10 + 5, streamID: 8)) })
            .sorted { $0.0 < $1.0 }.map(\.1)
        #expect(try Archives.readFile(scene.path + ".merged.bin.zst").events == expected)
    }

    @Test func nodesOfHeadersGoIntoTheEvents() throws {
        let scene = try ArchiveScene()
        func header(_ node: String?) -> ArchiveHeader { ArchiveHeader(created: 5, node: node, filters: ["rpc"]) }
        try scene.write([Archives.numbered(1, time: 1)], to: "1.bin.zst", header: header("alice"))
        try scene.write([Archives.numbered(1, time: 2)], to: "2.bin.zst", header: header("bob"))
        try scene.write([Archives.numbered(1, time: 3, node: "carol")], to: "3.bin.zst", header: header("bob"))
        let target = scene.path + ".bin.zst"
        defer { for ending in ["", ".idx"] { _ = try? ChildProcess("/bin/rm", [target + ending]).wait() } }
        let result = try ArchiveProgram.run("merge", scene.path, "-o", target)
        #expect(!result.errors.contains("twice"))
        let read = try Archives.readFile(target)
        #expect(try read.events.map { try Event(decoding: $0).node } == ["alice", "bob", "carol"])
        #expect(read.events[2] == Archives.numbered(1, time: 3, node: "carol"))
        #expect(read.header.node == nil && read.header.filters == ["rpc"] && read.header.created == 5)
        // Where all say the same, nothing is added.
        try ArchiveProgram.run("merge", scene.file("2.bin.zst"), scene.file("3.bin.zst"), "-o", target, "--force")
        let same = try Archives.readFile(target)
        #expect(same.header.node == "bob" && same.events[0] == Archives.numbered(1, time: 2))
    }

    @Test func eventsWithoutASequenceAreKept() throws {
        let scene = try ArchiveScene()
        var event = SampleEvents.message(.ping(Ping(value: 1)))
        (event.streamID, event.sequence) = (nil, nil)
        try scene.write([event.encoded()], to: "1.bin.zst")
        try scene.write([event.encoded()], to: "2.bin.zst")
        let target = scene.path + ".bin"
        defer { for ending in ["", ".idx"] { _ = try? ChildProcess("/bin/rm", [target + ending]).wait() } }
        let result = try ArchiveProgram.run("merge", scene.path, "-o", target, "--compression-level", "0")
        #expect(result.errors.contains("2 events have no sequence"))
        #expect(try Archives.readFile(target).events.count == 2)
    }

    @Test func oneDamagedArchiveDoesNotEndTheOthers() throws {
        let scene = try ArchiveScene()
        try scene.write((1...50).map { Archives.numbered($0, time: $0) }, to: "1.bin.zst")
        let damaged = try scene.write((51...300).map { Archives.numbered($0, time: $0) }, to: "2.bin.zst")
        try writeFile(Array(try fileBytes(damaged).dropLast(60)), to: damaged)
        let target = scene.path + ".bin.zst"
        defer { for ending in ["", ".idx"] { _ = try? ChildProcess("/bin/rm", [target + ending]).wait() } }
        let result = try ArchiveProgram.run(["merge", scene.path, "-o", target], code: 1)
        #expect(result.errors.contains("2.bin.zst: the archive is cut off"))
        let numbers = try Self.numbers(target)
        #expect(numbers.count > 60 && numbers == Array(1...UInt64(numbers.count)))
        try writeFile([1], to: scene.file("x.bin"))
        try ArchiveProgram.run(["cut", scene.file("x.bin"), "-o", scene.file("y.bin")], code: 3)
        #expect(!(try names(in: scene.path).contains("y.bin")))
    }

    @Test func whatWasSeenIsBounded() {
        var seen = SeenEvents(limit: 16)
        func isNew(_ stream: UInt64) -> Bool {
            seen.insert(EventNote(kind: "netmsg", time: 1, streamID: stream, sequence: 1))
        }
        for stream in 1...UInt64(1000) {
            let (first, second) = (isNew(stream), isNew(stream))
            #expect(first && !second)
        }
        // The first is forgotten, the last is not.
        let (oldest, latest) = (isNew(1), isNew(1000))
        #expect(oldest && !latest)
    }

    @Test func anIndexThatIsThereIsNotReplacedUnasked() throws {
        let scene = try ArchiveScene()
        let source = try scene.write(Array(Archives.events.prefix(5)), to: "a.bin.zst")
        let target = "\(scene.folder.path)/new.bin.zst"
        try scene.folder.write("mine", to: "new.bin.zst.idx")
        let refused = try ArchiveProgram.run("merge", source, "-o", target, code: 3)
        #expect(refused.errors.contains("new.bin.zst.idx is there already"))
        #expect(try fileBytes(target + ".idx") == Array("mine".utf8))
        try ArchiveProgram.run("merge", source, "-o", target, "--force")
    }

    @Test func longNamesAreNotRemembered() {
        let node = String(repeating: "n", count: 1 << 20)
        let note = EventNote(kind: "netmsg", node: node, time: 1, streamID: 1, sequence: 1)
        var (seen, streams, names) = (SeenEvents(), StreamCounts(), KindCounts())
        let (first, second) = (seen.insert(note), seen.insert(note))
        #expect(first && second && seen.unnumbered == 2)
        streams.add(note)
        #expect(streams.encoded.isEmpty && streams.unlisted == 1)
        names.add(node)
        #expect(names.kinds.map(\.name) == ["other"])
    }
}
