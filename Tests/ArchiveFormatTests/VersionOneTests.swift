import ArchiveFormat
import PeerObserver
import TestSupport
import Testing

/// What upstream wrote before its archives had a protobuf header.
@Suite struct VersionOneTests {
    private static let events = Array(Archives.events[..<20])
    private static let head: [UInt8] = [0x50, 0x41, 1, 0xDE, 0xAD, 0xBE, 0xEF] + [UInt8](repeating: 0, count: 9)

    private static var content: [UInt8] {
        events.reduce(into: head) { bytes, event in
            var length = event.count
            while length >= 0x80 {
                bytes.append(UInt8(length & 0x7F) | 0x80)
                length >>= 7
            }
            bytes += [UInt8(length)] + event
        }
    }

    @Test(arguments: [true, false]) func isReadWithAndWithoutCompression(compressed: Bool) throws {
        let bytes = compressed ? try Zstd.compress(Self.content) : Self.content
        for size in [1, 5, 16, bytes.count] {
            let outcome = Archives.read(bytes, by: size)
            #expect(outcome.error == nil)
            #expect(outcome.headers == [ArchiveHeader()])
            #expect(outcome.events == Self.events)
        }
    }

    @Test func tellsWhoWroteIt() throws {
        let folder = try TemporaryDirectory()
        let path = "\(folder.path)/old.bin.zst"
        try writeFile(try Zstd.compress(Self.content), to: path)
        var reader = try ArchiveReader(path: path)
        _ = try reader.readHeader()
        #expect(reader.kind == .version1(gitHash: [0xDE, 0xAD, 0xBE, 0xEF]))
    }

    @Test func otherVersionsAreRefused() {
        var bytes = Self.content
        bytes[2] = 2
        #expect(Archives.read(bytes).error == .unknownVersion(2))
        #expect(Archives.read(Array(Self.content[..<10])).error?.position != nil)
    }
}
