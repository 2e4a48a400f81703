import ArchiveFormat
import Glibc
import PeerObserver
import TestSupport
import Testing

@testable import Archiver
@testable import Daemon

/// What comes again from a stream is known, also behind a restart.
@Suite struct StreamTests {
    private static let identity = StreamIdentity(name: "EVENTS", created: 5)

    /// Hands over messages as upstream's extractors send them: only their numbers tell them apart.
    private func deliver(_ numbers: ClosedRange<UInt64>, to scene: Scene) {
        for number in numbers {
            let isKept = number % 2 == 0
            let event = isKept ? SampleEvents.message(.getaddr(true)) : numbered(number, stream: nil)
            var bytes = event
            (bytes.streamID, bytes.sequence, bytes.timestamp) = (nil, nil, number)
            let loss = bytes.encoded().withUnsafeBytes { payload in
                Array("netmsg".utf8).withUnsafeBytes {
                    scene.sink.receive(subject: $0, payload: payload, number: number)
                }
            }
            #expect(loss == nil)
        }
    }

    private func times(_ scene: Scene) throws -> [UInt64] {
        try scene.archives().flatMap { try scene.events($0).map { try Event(decoding: $0).timestamp } }
    }

    private func counts(_ scene: Scene) -> Intake.Counts {
        var counts = Intake.Counts()
        scene.statistics.update { counts = $0.counts }
        return counts
    }

    @Test func whatTheFilterLeavesOutMakesNoGapsInTheNumbers() throws {
        let scene = try Scene(["--addr-relay"], needsIndex: true)
        scene.sink.begin(Self.identity, acknowledged: 0)
        deliver(1...5000, to: scene)
        #expect(scene.sink.writeOut())
        scene.sink.close()
        let index = try #require(try ArchiveIndex.load(forArchive: "\(scene.path)/\(scene.first())"))
        #expect(index.summary?.streamSequences.map { [$0.first, $0.last] } == [[2, 5000]])
        // The next run, to which the server sends all of it again.
        let next = try Scene(["--addr-relay"], in: scene.path, needsIndex: true)
        next.sink.begin(Self.identity, acknowledged: 0)
        deliver(1...5002, to: next)
        #expect(next.sink.writeOut())
        #expect(counts(next).duplicates == 2500)
        next.sink.close()
        #expect(try times(next) == (1...5002).filter { $0 % 2 == 0 })
    }

    @Test func otherFiltersBeginAnew() throws {
        let scene = try Scene(["--addr-relay"], needsIndex: true)
        scene.sink.begin(Self.identity, acknowledged: 0)
        deliver(1...10, to: scene)
        scene.sink.close()
        let next = try Scene([], in: scene.path, needsIndex: true)
        next.sink.begin(Self.identity, acknowledged: 0)
        deliver(1...10, to: next)
        next.sink.close()
        #expect(try times(next).sorted() == ((1...10) + [2, 4, 6, 8, 10]).sorted())
    }

    @Test func thePositionOutlivesTheRunAndIsThatOfItsStreamAndFilters() throws {
        let scene = try Scene(["--addr-relay"], needsIndex: true)
        scene.sink.begin(Self.identity, acknowledged: 0)
        deliver(1...4, to: scene)
        deliver(6...9, to: scene)
        #expect(scene.sink.missing(in: 1..<10, limit: 9).numbers == [5])
        scene.sink.skip(5)
        // Nothing of this is kept by the filter: the position is all that tells of it.
        #expect(scene.sink.writeOut())
        deliver(11...11, to: scene)
        #expect(scene.sink.writeOut())
        scene.sink.close()
        func missing(_ filters: [String], created: UInt64 = 5) throws -> [UInt64] {
            let next = try Scene(filters, in: scene.path, needsIndex: true)
            next.sink.begin(StreamIdentity(name: "EVENTS", created: created), acknowledged: 8)
            defer { next.sink.close() }
            return next.sink.missing(in: 1..<13, limit: 9).numbers
        }
        #expect(try missing([]) == [9, 10, 11, 12])
        #expect(try missing(["--addr-relay"], created: 6) == [9, 10, 11, 12])
    }

    @Test func aPositionIsReadBackOrNotAtAll() throws {
        let folder = try TemporaryDirectory()
        let file = StreamPositionFile(folder: folder.path, base: "a", stream: Self.identity, filters: ["all"])
        #expect(file.read() == nil)
        for position: UInt64 in [.max, 7, 0] {
            file.write(position)
            #expect(file.read() == position)
        }
        let path = "\(folder.path)/a.position"
        let whole = try fileBytes(path)
        for length in 0..<whole.count {
            try writeFile(Array(whole.prefix(length)), to: path)
            #expect(file.read() == nil)
        }
        try writeFile(Array("x".utf8) + whole.dropFirst(), to: path)
        #expect(file.read() == nil)
    }

    @Test func anArchiveThatIsOnNoListIsKnown() throws {
        let scene = try Scene(needsIndex: true)
        scene.sink.begin(Self.identity, acknowledged: 0)
        deliver(1...10, to: scene)
        scene.sink.close()
        // A kill between the archive's name and the list.
        unlink("\(scene.path)/test.closed")
        let next = try Scene(in: scene.path, needsIndex: true)
        next.sink.begin(Self.identity, acknowledged: 0)
        deliver(1...11, to: next)
        next.sink.close()
        #expect(try times(next) == Array(1...11))
    }

    @Test(arguments: [false, true]) func aKillBetweenTwoNamesForgetsNoNumber(seekable: Bool) throws {
        let scene = try Scene(seekable: seekable, needsIndex: true)
        scene.sink.begin(Self.identity, acknowledged: 0)
        deliver(1...10, to: scene)
        #expect(scene.sink.writeOut())
        let partial = try #require(try scene.names().first { $0.hasSuffix(".zst.partial") })
        let journal = try fileBytes("\(scene.path)/\(partial.dropLast(8)).idx.partial")
        scene.sink.close()
        let archive = "\(scene.path)/\(try scene.first())"
        // The index has its name and the archive has not; of a seekable one, the index inside is all there is beside the journal.
        #expect(rename(archive, archive + ".partial") == 0)
        if seekable { try writeFile(journal, to: archive + ".idx.partial") }
        unlink("\(scene.path)/test.closed")
        var folder = try ArchiveFolder(path: scene.path, base: "test", retention: Retention(), logger: Scene.quiet)
        for _ in 0..<2 {
            let recovered = folder.recoverAll(sync: .never, onlyIndexed: true)
            #expect(recovered.map(\.summary.events) == [10])
            #expect(recovered.first?.summary.streamSequences == [SequenceRange(first: 1, last: 10)])
            // A kill in the recovery itself, behind the new index.
            #expect(rename(archive, archive + ".partial") == 0)
            if seekable { try writeFile(journal, to: archive + ".idx.partial") }
        }
    }

    @Test func withoutItsIndexABlockIsNotWritten() throws {
        let scene = try Scene(needsIndex: true)
        let blocker = "\(scene.path)/test.20231114-221320-000.bin.zst.idx.partial"
        // Not even root can write into a folder as into a file.
        #expect(mkdir(blocker, 0o755) == 0)
        scene.sink.begin(Self.identity, acknowledged: 0)
        let event = numbered(1).encoded()
        let loss = event.withUnsafeBytes { payload in
            Array("netmsg".utf8).withUnsafeBytes { scene.sink.receive(subject: $0, payload: payload, number: 1) }
        }
        #expect(loss == .writeFailed)
        #expect(!scene.sink.writeOut())
        #expect(try scene.archives().isEmpty && !scene.names().contains { $0.hasSuffix(".zst.partial") })
        rmdir(blocker)
        scene.pass(.seconds(2))
        scene.sink.tick()
        deliver(2...2, to: scene)
        #expect(scene.sink.writeOut())
    }
}
