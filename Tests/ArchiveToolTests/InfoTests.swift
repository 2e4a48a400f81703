import ArchiveFormat
import Foundation
import PeerObserver
import TestSupport
import Testing

@testable import ArchiveTool

@Suite struct InfoTests {
    private static let events = Array(Archives.events.prefix(60))

    private static func json(_ arguments: [String], code: Int32 = 0) throws -> [String: Any] {
        let result = try ArchiveProgram.run(["info", "--json"] + arguments, code: code)
        return try #require(try JSONSerialization.jsonObject(with: Data(result.output)) as? [String: Any])
    }

    /// What the index tells and what reading everything tells is the same.
    @Test(arguments: [
        Archives.settings(blockSize: 2000), Archives.settings(seekable: true, blockSize: 2000),
        Archives.settings(level: 0),
    ])
    func indexAndContentTellTheSame(settings: ArchiveSettings) throws {
        let scene = try ArchiveScene()
        let path = try scene.write(Archives.events, to: "a\(ArchiveName.ending(level: settings.level))", settings)
        let (fast, full) = (try Self.json([path]), try Self.json(["--full", path]))
        for key in [
            "archives", "bytes", "content_bytes", "events", "first_time", "last_time", "duration_ms", "kinds", "nodes",
            "missing", "unlisted_events", "lost", "streams",
        ] {
            let (one, other) = (try #require(fast[key] as? NSObject), try #require(full[key] as? NSObject))
            #expect(one == other, "\(key): \(one) and \(other)")
        }
        #expect(fast["events"] as? Int == Archives.events.count)
        #expect(fast["commands"] is NSNull && fast["peers"] is NSNull)
        let files = try #require(fast["files"] as? [[String: Any]])
        #expect(
            files[0]["form"] as? String == (settings.seekable ? "seekable" : settings.level == 0 ? "plain" : "zstd"))
        #expect(files[0]["is_read"] as? Bool == false)
        // Without an index, everything is read.
        guard !settings.seekable else { return }
        try FileManager.default.removeItem(atPath: path + ".idx")
        let files2 = try #require(try Self.json([path])["files"] as? [[String: Any]])
        #expect(files2[0]["is_read"] as? Bool == true && files2[0]["has_index"] as? Bool == false)
    }

    /// What an attacker's index claims may be any number.
    @Test func aSumThatIsTooLargeIsTheLargest() {
        var counts = KindCounts()
        for _ in 0..<2 { counts.add("netmsg", .max) }
        #expect(counts.kinds.map(\.count) == [.max])
    }

    /// A single character may have any number of bytes.
    @Test func longAddressesAreNotRemembered() throws {
        var tally = MessageTally()
        var connection = SampleEvents.connection
        connection.addr = "a" + String(repeating: "\u{301}", count: 1000)
        let opened = ConnectionEvent(event: .inbound(InboundConnection(conn: connection, existingConnections: 0)))
        let event = Event(payload: .ebpfExtractor(EBPFEvent(event: .connection(opened))), timestamp: 1).encoded()
        tally.add("netconn", event.span.bytes)
        #expect(tally.peers.keys.allSatisfy { $0.utf8.count <= 110 } && tally.peers.count == 1)
    }

    @Test func countsAreThoseOfTheEvents() throws {
        let scene = try ArchiveScene()
        let path = try scene.write(Archives.events, to: "a.bin.zst")
        let info = try Self.json(["--full", path])
        var expected: [String: Int] = [:]
        for event in Archives.events { expected[try EventNote(event.span.bytes).kind, default: 0] += 1 }
        #expect(info["kinds"] as? [String: Int] == expected)
        #expect(info["nodes"] as? [String: Int] == ["node-1": Archives.events.count])
        let commands = try #require(info["commands"] as? [[String: Any]])
        let messages = expected["netmsg", default: 0] + expected["netmsg.malformed", default: 0]
        #expect(commands.reduce(0) { $0 + ($1["events"] as? Int ?? 0) } == messages)
        let peers = try #require(info["peers"] as? [String: Any])
        let most = try #require(peers["most"] as? [[String: Any]])
        #expect(most[0]["host"] as? String == "2001:db8::1")
        #expect(peers["is_complete"] as? Bool == true)
    }

    @Test func gapsOfASequenceAndMissingFilesAreFoundOverFiles() throws {
        let scene = try ArchiveScene()
        func header(_ number: UInt64) -> ArchiveHeader {
            ArchiveHeader(created: 1, filters: [], runID: 9, fileNumber: number)
        }
        try scene.write((1...10).map { Archives.numbered($0, time: $0) }, to: "a.bin.zst", header: header(1))
        try scene.write((14...20).map { Archives.numbered($0, time: $0) }, to: "b.bin.zst", header: header(4))
        try scene.write([21, 23].map { Archives.numbered($0, time: $0) }, to: "c.bin.zst", header: header(5))
        let info = try Self.json([scene.path])
        #expect(info["missing"] as? Int == 4)
        #expect(info["missing_files"] as? Int == 2)
        let streams = try #require(info["streams"] as? [[String: Any]])
        #expect(streams.count == 1 && streams[0]["events"] as? Int == 19 && streams[0]["last"] as? Int == 23)
        let text = try ArchiveProgram.run("info", scene.path).text
        #expect(text.contains("missing      4 events, in 1 of 1 sequences"))
        #expect(text.contains("netmsg 0000000000000007: 4 of 1 to 23"))
        #expect(text.contains("files        2 are missing between those that are there"))
    }

    @Test func whatTheWriterLostIsTold() throws {
        let scene = try ArchiveScene()
        var writer = try ArchiveWriter(
            path: scene.file("a.bin.zst"), header: Archives.header, settings: Archives.settings())
        let event = Archives.events[0]
        try writer.append(event.span.bytes)
        _ = try writer.close(lost: [LostCount(reason: "slow_consumer", events: 12)])
        #expect(try Self.json([scene.path])["lost"] as? [String: Int] == ["slow_consumer": 12])
        #expect(try ArchiveProgram.run("info", scene.path).text.contains("by who wrote them: slow_consumer 12"))
    }

    @Test func damagedArchivesAreToldOfAndTheOthersCounted() throws {
        let scene = try ArchiveScene()
        try scene.write(Self.events, to: "a.bin.zst")
        let cut = try scene.write(Self.events, to: "b.bin.zst")
        try writeFile(Array(try fileBytes(cut).dropLast(100)), to: cut)
        try writeFile(Array("nothing".utf8), to: scene.file("c.bin"))
        let info = try Self.json(["--files", scene.path], code: 1)
        let files = try #require(info["files"] as? [[String: Any]])
        #expect(files.map { $0["state"] as? String } == ["whole", "cut off", "unreadable"])
        #expect((info["events"] as? Int ?? 0) >= Self.events.count)
        let text = try ArchiveProgram.run(["info", scene.path], code: 1)
        #expect(text.text.contains("archives     3: 1 cut off, 1 unreadable, 1 whole"))
        #expect(text.errors.contains("b.bin.zst: the archive is cut off"))
        try ArchiveProgram.run(["info", scene.file("c.bin")], code: 3)
    }

    /// An attacker's words in commands, nodes, filters and names reach no terminal as they are.
    @Test func strangersWordsAreEscaped() throws {
        let scene = try ArchiveScene()
        let evil = "\u{1B}[2Jevil\u{202E}\"\n"
        var event = SampleEvents.message(.ping(Ping(value: 1)))
        if case .ebpfExtractor(let ebpf) = event.payload, case .message(var message) = ebpf.event {
            (message.meta.command, message.meta.addr) = (evil, evil)
            event.payload = .ebpfExtractor(EBPFEvent(event: .message(message)))
        }
        event.node = evil
        let header = ArchiveHeader(created: 1, node: evil, filters: [evil], writtenBy: evil)
        try scene.write([event.encoded()], to: "\u{1B}[1m.bin.zst", header: header)
        for arguments in [
            ["info", "--full", "--files"], ["info", "--full", "--json"], ["verify"], ["verify", "--json"],
        ] {
            let result = try ArchiveProgram.run(arguments + [scene.path])
            let all = result.output + Array(result.errors.utf8)
            #expect(all.allSatisfy { $0 == 0x0A || (0x20..<0x7F).contains($0) }, "\(arguments)")
            if arguments.contains("info") { #expect(result.text.contains("evil")) }
        }
        let info = try Self.json(["--full", scene.path])
        #expect(info["nodes"] as? [String: Int] == [evil: 1])
    }

    @Test func upstreamsFirstFormatIsTold() throws {
        let scene = try ArchiveScene()
        let head: [UInt8] = [0x50, 0x41, 1, 0xDE, 0xAD, 0xBE, 0xEF] + [UInt8](repeating: 0, count: 9)
        try writeFile(
            head + Self.events.flatMap { ArchiveScene.framed($0) }, to: scene.file("old.bin"))
        let text = try ArchiveProgram.run("info", scene.file("old.bin")).text
        #expect(text.contains("upstream's first format, version 1, git deadbeef"))
        #expect(text.contains("events       \(Self.events.count)"))
    }

    @Test(arguments: ["info", "verify"]) func whatCannotBePrintedIsAFailure(command: String) throws {
        let scene = try ArchiveScene()
        let path = try scene.write(Self.events, to: "a.bin.zst")
        let process = try ChildProcess(
            "/bin/sh", ["-c", "exec \"$0\" \(command) \(path) > /dev/full", try builtProduct("archive")])
        #expect(process.wait() == 3)
        #expect(process.output == ["error: cannot write to standard output: No space left on device"])
    }

    @Test func wrongArgumentsEndWithCodeTwo() throws {
        for arguments in [
            ["info"], ["info", "--nonsense", "x"], ["nonsense"], ["verify"], ["cut", "x"], ["export", "x"],
        ] {
            try ArchiveProgram.run(arguments, code: 2)
        }
        let empty = try TemporaryDirectory()
        for command in ["info", "verify"] {
            #expect(try ArchiveProgram.run([command, empty.path], code: 3).errors.contains("no archives in"))
            try ArchiveProgram.run([command, empty.path + "/nothing.bin"], code: 3)
        }
    }
}
