import ArchiveFormat
import PeerObserver
import TestSupport
import Testing

@Suite struct HostileArchiveTests {
    private static let small = Array(Archives.events[..<12])
    private static let settings = [
        Archives.settings(level: 0), Archives.settings(level: 3), Archives.settings(level: 3, seekable: true),
    ]

    @Test(arguments: settings) func everyCutGivesWhatIsWhole(settings: ArchiveSettings) throws {
        let bytes = try Archives.bytes(Self.small, settings, blockEvents: 4)
        var most = 0
        for end in 0..<bytes.count {
            let outcome = Archives.read(Array(bytes[..<end]))
            #expect(Self.small.starts(with: outcome.events), "cut at \(end)")
            #expect(outcome.events.count >= most, "cut at \(end)")
            most = outcome.events.count
            // Between two frames, or two events of a plain file, nothing tells that more was there.
            let mayEnd = settings.level == 0 || settings.seekable
            if outcome.error == nil {
                #expect(mayEnd, "cut at \(end)")
            } else if end == 0 {
                #expect(outcome.error == .empty)
            } else if !outcome.headers.isEmpty {
                #expect(outcome.error?.position != nil, "cut at \(end): \(String(describing: outcome.error))")
            }
        }
        #expect(most >= 8)
    }

    @Test(arguments: settings) func everyFlippedByteIsAnErrorOrHarmless(settings: ArchiveSettings) throws {
        let bytes = try Archives.bytes(Self.small, settings, blockEvents: 4)
        var harmful = 0
        for position in bytes.indices {
            for flip in [UInt8(1) << UInt8(position % 8), 0xFF] {
                var damaged = bytes
                damaged[position] ^= flip
                let outcome = Archives.read(damaged)
                #expect(outcome.reserved < 1 << 20)
                guard settings.level > 0, !settings.seekable else { continue }
                // The frame's checksum finds what its blocks do not, behind the last event.
                // Bits that nothing depends on, such as a larger window, do no harm.
                guard let error = outcome.error else {
                    #expect(outcome.events == Self.small && outcome.headers == [Archives.header], "byte \(position)")
                    continue
                }
                harmful += 1
                #expect(error.position != nil || outcome.headers.isEmpty, "byte \(position)")
            }
        }
        if settings.level > 0, !settings.seekable { #expect(harmful > bytes.count) }
    }

    @Test(arguments: settings) func piecesMakeNoDifference(settings: ArchiveSettings) throws {
        let bytes = try Archives.bytes(Self.small, settings, blockEvents: 5)
        let whole = Archives.read(bytes, by: bytes.count)
        for size in [1, 2, 3, 7, 64, 1000] { #expect(Archives.read(bytes, by: size) == whole) }
        var cut = bytes
        cut.removeLast(5)
        let cutWhole = Archives.read(cut, by: cut.count)
        for size in [1, 2, 7, 1000] { #expect(Archives.read(cut, by: size) == cutWhole) }
    }

    @Test func refusesWindowsAboveTheLimit() {
        // Descriptor without a single segment, window descriptor for 2 GiB; then with a single segment of 2^62 bytes.
        let large: [UInt8] = [0x28, 0xB5, 0x2F, 0xFD, 0x00, 21 << 3, 0, 0, 0]
        guard case .windowTooLarge(_, let window, let limit) = Archives.read(large).error else {
            Issue.record("not refused: \(Archives.read(large))")
            return
        }
        #expect((window, limit) == (2 << 30, 128 << 20))
        let single: [UInt8] = [0x28, 0xB5, 0x2F, 0xFD, 0xE0, 0, 0, 0, 0, 0, 0, 0, 0x40, 1, 0, 0]
        guard case .windowTooLarge(_, 1 << 62, _) = Archives.read(single).error else {
            Issue.record("not refused: \(Archives.read(single))")
            return
        }
    }

    @Test func refusesForgedLengthsWithoutReservingMemory() throws {
        let header = try Archives.bytes([], Archives.settings(level: 0))
        var limits = ArchiveLimits()
        limits.event = 1 << 20
        let outcome = Archives.read(header + [0x81, 0x80, 0x40], limits: limits)
        let start = ArchivePosition(
            offset: UInt64(header.count + 3), contentOffset: UInt64(header.count), events: 0)
        #expect(
            outcome.error
                == .tooLong(
                    at: ArchivePosition(
                        offset: outcome.error?.position?.offset ?? 0, contentOffset: start.contentOffset),
                    length: (1 << 20) + 1, limit: 1 << 20))
        // Within the limit, memory follows what has come.
        let claimed = Archives.read(header + [0x80, 0x80, 0x40] + [UInt8](repeating: 1, count: 1000))
        guard case .truncated(_, "an event") = claimed.error else {
            Issue.record("\(claimed)")
            return
        }
        #expect(claimed.reserved < 256 << 10)
        let endless = Archives.read(header + [UInt8](repeating: 0xFF, count: 11))
        guard case .damaged = endless.error else {
            Issue.record("\(endless)")
            return
        }
    }

    @Test func bombsOfZerosEndAtTheirFirstByte() throws {
        let header = ArchiveHeader(created: 1, filters: []).encoded()
        let zeros = [UInt8(header.count)] + header + [UInt8](repeating: 0, count: 64 << 20)
        let bomb = try Zstd.compress(zeros)
        #expect(bomb.count < 10_000)
        let outcome = Archives.read(bomb)
        #expect(outcome.events.isEmpty)
        guard case .damaged(_, "an event of 0 bytes") = outcome.error else {
            Issue.record("\(outcome)")
            return
        }
    }

    @Test func bombsOfOneEventStayWithinTheLimit() throws {
        let header = ArchiveHeader(created: 1, filters: []).encoded()
        let length: [UInt8] = [0x80, 0x80, 0x80, 0x20]
        let event: [UInt8] = [0x0A] + [UInt8](repeating: 0x41, count: 64 << 20)
        let bomb = try Zstd.compress([UInt8(header.count)] + header + length + event)
        var limits = ArchiveLimits()
        limits.event = 1 << 20
        let outcome = Archives.read(bomb, limits: limits)
        guard case .tooLong(_, 64 << 20, _) = outcome.error else {
            Issue.record("\(String(describing: outcome.error))")
            return
        }
        #expect(outcome.reserved < 2 << 20)
    }

    @Test(arguments: [
        [UInt8](), [0], [0x28, 0xB5, 0x2F, 0xFD], Array("hello, this is no archive".utf8), [0x0A, 0x0A, 1, 2],
        [0x50, 0x41, 0x02, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0],
    ])
    func whatIsNoArchiveIsRefused(bytes: [UInt8]) {
        let outcome = Archives.read(bytes)
        #expect(outcome.error != nil)
        #expect(outcome.events.isEmpty)
    }

    @Test func errorsStay() throws {
        var decoder = ArchiveDecoder()
        decoder.append([9, 9, 9, 9, 9, 9, 9, 9, 9, 9].span.bytes)
        decoder.endInput()
        #expect(throws: ArchiveError.self) { _ = try decoder.next() }
        #expect(throws: ArchiveError.self) { _ = try decoder.next() }
    }

    @Test func indexesOfOtherArchivesAreRefused() throws {
        let folder = try TemporaryDirectory()
        let settings = Archives.settings()
        _ = try Archives.write(Self.small, to: "\(folder.path)/a.bin.zst", settings)
        var other = Archives.header
        other.runID = 8
        _ = try Archives.write(Self.small, to: "\(folder.path)/b.bin.zst", settings, header: other)
        try writeFile(try fileBytes("\(folder.path)/b.bin.zst.idx"), to: "\(folder.path)/a.bin.zst.idx")
        #expect(throws: ArchiveError.self) { _ = try ArchiveIndex.load(forArchive: "\(folder.path)/a.bin.zst") }
    }

    /// Two bytes of an index could become a hundred of memory.
    @Test func indexesOfTooManyOrEmptyEntriesAreRefused() throws {
        let folder = try TemporaryDirectory()
        let path = "\(folder.path)/a.bin.zst"
        _ = try Archives.write(Self.small, to: path, Archives.settings(blockSize: 300))
        let index = try ArchiveIndex(fileBytes(path + ".idx"))
        #expect(try ArchiveIndex(index.encoded()) == index)
        let stream = StreamCount(kind: "netmsg", streamID: 1, first: 1, last: 2, events: 2, missing: 0, ranges: [])
        let changes: [(inout ArchiveIndex) -> Void] = [
            { $0.summary?.streams = Array(repeating: stream, count: 4097) },
            { $0.summary?.kinds = [KindCount()] },
            { $0.summary?.lost = Array(repeating: LostCount(reason: "bus_full", events: 1), count: 65) },
            { $0.blocks[0].kinds = Array(repeating: KindCount(kind: "a", events: 1), count: 258) },
            { $0.blocks[0].streamSequences = Array(repeating: SequenceRange(first: 1, last: 1), count: 1025) },
        ]
        for change in changes {
            var forged = index
            change(&forged)
            #expect(throws: ArchiveError.self) { _ = try ArchiveIndex(forged.encoded()) }
        }
    }

    @Test func everyDamagedIndexIsRefusedOrRead() throws {
        let folder = try TemporaryDirectory()
        let path = "\(folder.path)/a.bin.zst"
        _ = try Archives.write(Self.small, to: path, Archives.settings(blockSize: 300))
        let index = try fileBytes(path + ".idx")
        for position in index.indices {
            var damaged = index
            damaged[position] ^= 0xFF
            // Neither a trap nor an endless loop: what it throws is its own business.
            _ = try? ArchiveIndex(damaged)
            _ = try? ArchiveIndex(Array(index[..<position]))
        }
        try writeFile(Array(index.dropLast()), to: path + ".idx")
        #expect(throws: ArchiveError.self) { _ = try ArchiveIndex.load(forArchive: path) }
    }
}
