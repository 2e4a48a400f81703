import Foundation
import TestSupport
import Testing
import TraceRecording

@Suite struct RecordingTests {
    private let directory: TemporaryDirectory
    private var path: String { "\(directory.path)/recording" }

    init() throws { directory = try TemporaryDirectory() }

    /// What a recording gives: records with the clock's offset, and the error that ends it.
    private func read() -> (records: [Entry], error: String?) {
        var records: [Entry] = []
        do throws(RecordingError) {
            let reader = try RecordingReader(path: path)
            while let bytes = try reader.next({ [UInt8]($0) }) { records.append(Entry(bytes, reader.clockOffset)) }
            return (records, nil)
        } catch {
            return (records, error.description)
        }
    }

    private struct Entry: Equatable {
        let bytes: [UInt8]
        let clockOffset: Int64

        init(_ bytes: [UInt8], _ clockOffset: Int64) {
            self.bytes = bytes
            self.clockOffset = clockOffset
        }
    }

    private func write(_ records: [[UInt8]], clockOffset: Int64 = 5) throws {
        let writer = try RecordingWriter(path: path)
        try writer.setClockOffset(nanoseconds: clockOffset)
        for record in records { try record.withUnsafeBytes { try writer.append($0) } }
        try writer.flush()
    }

    private func write(raw bytes: [UInt8]) throws { try Data(bytes).write(to: URL(filePath: path)) }

    private static func entry(_ type: UInt32, _ bytes: [UInt8], length: UInt32? = nil) -> [UInt8] {
        withUnsafeBytes(of: (length ?? UInt32(bytes.count)).littleEndian) { [UInt8]($0) }
            + withUnsafeBytes(of: type.littleEndian) { [UInt8]($0) } + bytes
    }

    private static let sizes = [0, 1, 7, 8, 24, 168, 4096, 65_536, 1_000_000, 4_194_304 + 168]

    @Test func recordsComeBackAsTheyWereWritten() throws {
        let records = Self.sizes.map { size in (0..<size).map { UInt8(truncatingIfNeeded: $0 &* 7 &+ size) } }
        try write(records)
        #expect(read().records == records.map { Entry($0, 5) })
        #expect(read().error == nil)
    }

    @Test func recordsAreAlignedForTheirFields() throws {
        try write([[1], Array(repeating: 2, count: 24), Array(repeating: 3, count: 9)])
        let reader = try RecordingReader(path: path)
        while let address = try reader.next({ $0.baseAddress.map { UInt(bitPattern: $0) } ?? 0 }) {
            #expect(address.isMultiple(of: 8))
        }
    }

    @Test func everyRecordHasTheClockOfItsTime() throws {
        let writer = try RecordingWriter(path: path)
        func append(_ byte: UInt8) throws { try [byte].withUnsafeBytes { try writer.append($0) } }
        try append(0)
        try writer.setClockOffset(nanoseconds: 1_000_000)
        try append(1)
        // Not worth an entry.
        try writer.setClockOffset(nanoseconds: 1_099_999)
        try append(2)
        try writer.setClockOffset(nanoseconds: 1_100_000)
        try append(3)
        try writer.setClockOffset(nanoseconds: -1 << 62)
        try append(4)
        try writer.flush()
        let expected: [(UInt8, Int64)] = [(0, 0), (1, 1_000_000), (2, 1_000_000), (3, 1_100_000), (4, -1 << 62)]
        #expect(read().records == expected.map { Entry([$0], $1) })
    }

    @Test func emptyRecordingHasNoRecords() throws {
        try write([])
        #expect(read() == ([], nil))
        try write(raw: Recording.magic)
        #expect(read() == ([], nil))
    }

    @Test func writingReplacesWhatWasThere() throws {
        try write([[1], [2], [3]])
        try write([[4]])
        #expect(read().records.map(\.bytes) == [[4]])
    }

    /// A program that is killed may leave any prefix behind.
    @Test func recordingCutOffAnywhereEndsWithItsLastWholeRecord() throws {
        let records: [[UInt8]] = [[1, 2, 3], [], Array(repeating: 4, count: 20)]
        try write(records)
        let whole = try [UInt8](Data(contentsOf: URL(filePath: path)))
        let ends = [0, 3, 3, 23].enumerated().map { 8 + 16 + $0.offset * 8 + $0.element }
        for length in whole.indices.dropFirst(8) {
            try write(raw: Array(whole[..<length]))
            let result = read()
            let complete = ends.lastIndex { $0 <= length } ?? 0
            #expect(result.error == nil, "\(length)")
            #expect(result.records.map(\.bytes) == Array(records.prefix(complete)), "\(length)")
        }
    }

    @Test func whatIsNoRecordingIsNamed() throws {
        let other: [[UInt8]] = [
            [], [0x50], Array("PEEROBS".utf8), Array("PEEROBS2".utf8), Array("#!/bin/sh\necho".utf8),
        ]
        for bytes in other {
            try write(raw: bytes)
            #expect(read().error == "\(path): is no recording of ebpf-extractor --record")
        }
        #expect(throws: RecordingError.self) { try RecordingReader(path: "/nonexistent/file") }
        #expect(throws: RecordingError.self) { try RecordingReader(path: directory.path) }
        #expect(throws: RecordingError.self) { try RecordingWriter(path: "/nonexistent/file") }
    }

    @Test func damageIsNamedWithItsPlace() throws {
        let good = Recording.magic + Self.entry(0, [1, 2])
        try write(raw: good + Self.entry(0, [], length: .max))
        #expect(read() == ([Entry([1, 2], 0)], "\(path): damaged at byte 18: an entry of 4294967295 bytes"))
        try write(raw: good + Self.entry(0, [], length: UInt32(Recording.longestEntry) + 1))
        #expect(read().error == "\(path): damaged at byte 18: an entry of 5242881 bytes")
        try write(raw: good + Self.entry(2, [3]))
        #expect(read().error == "\(path): damaged at byte 18: entry type 2")
        try write(raw: good + Self.entry(1, [0, 0, 0]))
        #expect(read().error == "\(path): damaged at byte 18: a clock entry of 3 bytes")
    }

    @Test func damagedBytesDoNoHarm() throws {
        try write([[1, 2, 3], Array(repeating: 4, count: 100)])
        let whole = try [UInt8](Data(contentsOf: URL(filePath: path)))
        for position in 0..<60 {
            for value: UInt8 in [0, 1, 0x7f, 0xff] {
                var damaged = whole
                damaged[position] = value
                try write(raw: damaged)
                let result = read()
                #expect(result.records.count <= 3 && result.error?.contains("\n") != true)
            }
        }
    }
}
