import ArchiveFormat
import PeerObserver
import TestSupport
import Testing

@Suite struct RoundTripTests {
    static let settings = [
        Archives.settings(level: 0), Archives.settings(level: 1), Archives.settings(level: 9),
        Archives.settings(level: 3, seekable: true), Archives.settings(level: 3, threads: 2),
        Archives.settings(level: 3, seekable: true, threads: 2),
    ]

    @Test(arguments: settings)
    func everyByteComesBack(settings: ArchiveSettings) throws {
        let bytes = try Archives.bytes(Archives.events, settings)
        let outcome = Archives.read(bytes)
        #expect(outcome.error == nil)
        #expect(outcome.headers == [Archives.header])
        #expect(outcome.events == Archives.events)
    }

    @Test(arguments: settings)
    func filesAndTheirIndexTellTheSame(settings: ArchiveSettings) throws {
        let folder = try TemporaryDirectory()
        let path = "\(folder.path)/a\(ArchiveName.ending(level: settings.level))"
        var settings = settings
        settings.blockSize = 500
        let closed = try Archives.write(Archives.events, to: path, settings)
        let read = try Archives.readFile(path)
        #expect(read.events == Archives.events)
        #expect(read.header == Archives.header)
        #expect(try fileBytes(path).count == Int(closed.size))
        let index = try #require(try ArchiveIndex.load(forArchive: path))
        #expect(index.summary == closed.summary)
        #expect(index.blocks.count > 10)
        #expect(index.blocks.reduce(0) { $0 + $1.events } == UInt64(Archives.events.count))
        #expect(index.summary?.events == UInt64(Archives.events.count))
        let expected =
            settings.seekable
            ? ["a.bin.zst"]
            : ["a", "a"].enumerated().map { index, _ in
                index == 0
                    ? "a\(ArchiveName.ending(level: settings.level))"
                    : "a\(ArchiveName.ending(level: settings.level)).idx"
            }
        #expect(try names(in: folder.path) == expected)
    }

    @Test func kindsAndGapsAreCounted() throws {
        let folder = try TemporaryDirectory()
        let numbers: [UInt64] = [1, 2, 3, 7, 8, 5, 9]
        let events = numbers.map { number -> [UInt8] in
            var event = SampleEvents.message(.ping(Ping(value: number)))
            event.sequence = number
            event.timestamp = 1000 + number
            return event.encoded()
        }
        let closed = try Archives.write(events, to: "\(folder.path)/a.bin.zst", Archives.settings())
        #expect(closed.summary.kinds == [KindCount(kind: "netmsg", events: 7)])
        #expect(closed.summary.firstTime == 1001)
        #expect(closed.summary.lastTime == 1009)
        let stream = try #require(closed.summary.streams.first)
        #expect(closed.summary.streams.count == 1)
        #expect((stream.node, stream.kind, stream.streamID) == ("node-1", "netmsg", .max))
        #expect((stream.first, stream.last, stream.events, stream.missing) == (1, 9, 7, 2))
        #expect(stream.ranges.map { [$0.first, $0.last] } == [[1, 3], [5, 5], [7, 9]])
    }

    @Test func kindsAreTheSubjectsOfTheBus() throws {
        for sample in SampleEvents.all + SampleEvents.onlyRead {
            let event = sample.event.encoded()
            let note = try EventNote(event.span.bytes)
            #expect(note.kind == sample.subject)
            #expect(note.node == sample.event.node)
            #expect(note.time == sample.event.timestamp)
            #expect(note.streamID == sample.event.streamID)
            #expect(note.sequence == sample.event.sequence)
        }
        #expect(try EventNote(Event(timestamp: 1).encoded().span.bytes).kind == EventNote.unknownKind)
    }

    @Test func seekableArchivesAreReadFromAnyBlock() throws {
        let folder = try TemporaryDirectory()
        let path = "\(folder.path)/a.bin.zst"
        _ = try Archives.write(Archives.events, to: path, Archives.settings(seekable: true, blockSize: 2000))
        let index = try #require(try ArchiveIndex.load(forArchive: path))
        var reader = try ArchiveReader(path: path)
        var first = 0
        for block in index.blocks {
            try reader.seek(to: block)
            #expect(try reader.next())
            #expect(reader.event.withUnsafeBytes { [UInt8]($0) } == Archives.events[first])
            first += Int(block.events)
        }
        #expect(first == Archives.events.count)
        try reader.seek(to: index.blocks[3])
        var rest = 0
        while try reader.next() { rest += 1 }
        #expect(rest == Archives.events.count - index.blocks[..<3].reduce(0) { $0 + Int($1.events) })
    }

    @Test func plainArchivesAreReadFromAnyBlock() throws {
        let folder = try TemporaryDirectory()
        let path = "\(folder.path)/a.bin"
        _ = try Archives.write(Archives.events, to: path, Archives.settings(level: 0, blockSize: 2000))
        let index = try #require(try ArchiveIndex.load(forArchive: path))
        var reader = try ArchiveReader(path: path)
        try reader.seek(to: index.blocks[5])
        #expect(try reader.next())
        let before = index.blocks[..<5].reduce(0) { $0 + Int($1.events) }
        #expect(reader.event.withUnsafeBytes { [UInt8]($0) } == Archives.events[before])
    }

    @Test func furtherFieldsReplaceThoseOfTheEvent() throws {
        let event = SampleEvents.message(.ping(Ping(value: 1))).encoded()
        var encoder = try ArchiveEncoder(header: Archives.header, settings: Archives.settings())
        let name = Array("other".utf8)
        let suffix: [UInt8] = [0xC2, 0x3E, UInt8(name.count)] + name
        try encoder.append(event.span.bytes, suffix: suffix, EventNote(event.span.bytes))
        _ = try encoder.finish()
        let read = Archives.read(encoder.output.withUnsafeBytes { [UInt8]($0) })
        #expect(read.events == [event + suffix])
        #expect(try Event(decoding: read.events[0]).node == "other")
    }

    @Test func concatenatedArchivesAreReadOn() throws {
        let one = try Archives.bytes(Array(Archives.events[..<10]), Archives.settings())
        let two = try Archives.bytes(Array(Archives.events[10..<30]), Archives.settings(seekable: true))
        let outcome = Archives.read(one + two)
        #expect(outcome.error == nil)
        #expect(outcome.headers.count == 2)
        #expect(outcome.events == Array(Archives.events[..<30]))
    }

    @Test(arguments: settings) func theShortestHeaderIsFound(settings: ArchiveSettings) throws {
        let folder = try TemporaryDirectory()
        let path = "\(folder.path)/a\(ArchiveName.ending(level: settings.level))"
        let header = ArchiveHeader(created: 1, filters: [])
        let event = Archives.events[0]
        _ = try Archives.write([event], to: path, settings, header: header)
        #expect(try ArchiveIndex.load(forArchive: path)?.summary?.events == 1)
        #expect(try Archives.readFile(path).header == header)
    }

    @Test func existingFilesAreLeftAlone() throws {
        let folder = try TemporaryDirectory()
        let path = try folder.write("mine", to: "a.bin.zst")
        #expect(throws: ArchiveError.file(path: path, operation: "create", code: 17)) {
            _ = try Archives.write([], to: path, Archives.settings())
        }
        #expect(try fileBytes(path) == Array("mine".utf8))
    }

    @Test(arguments: [23, -1]) func refusesLevelsThatThereAreNot(level: Int) {
        let settings = Archives.settings(level: level)
        #expect(throws: ArchiveError.self) { _ = try ArchiveEncoder(header: Archives.header, settings: settings) }
    }
}
