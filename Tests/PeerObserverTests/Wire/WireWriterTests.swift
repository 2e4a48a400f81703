import Testing

@testable import PeerObserver

@Suite struct WireWriterTests {
    private func written(_ body: (inout WireWriter) -> Void) -> [UInt8] {
        var writer = WireWriter(capacity: 1)
        body(&writer)
        return writer.withUnsafeBytes { [UInt8]($0) }
    }

    @Test func varintsTakeTheFewestBytesAndComeBack() throws {
        var values: [UInt64] = [0, .max]
        for shift in 0..<64 { values += [1 << shift, 1 << shift - 1, 1 << shift + 1] }
        for value in values {
            // What stands behind stays, whatever is written before it.
            let bytes = written {
                $0.fixed64(.max, tag: 9)
                $0.varint(value, tag: 8)
            }
            let byteCount = max(1, (64 - value.leadingZeroBitCount + 6) / 7)
            #expect(bytes.count == 1 + byteCount + 9)
            #expect(bytes[0] == 8 && bytes.suffix(9) == [9] + [UInt8](repeating: 0xff, count: 8))
            #expect(try read(Array(bytes[1...])) { reader throws(WireError) in try reader.varint() } == value)
            // Also where fewer than eight bytes are left to read.
            #expect(try read(Array(bytes[1...byteCount])) { reader throws(WireError) in try reader.varint() } == value)
        }
    }

    @Test(arguments: [Int64.min, Int64(Int32.min), -1, 0, 1, Int64(Int32.max), Int64.max])
    func signedValuesComeBack(value: Int64) throws {
        let plain = Array(written { $0.int64(value, tag: 8) }[1...])
        #expect(plain.count == 10 || value >= 0)
        #expect(try read(plain) { reader throws(WireError) in try reader.int64() } == value)
        #expect(try read(plain) { reader throws(WireError) in try reader.int32() } == Int32(truncatingIfNeeded: value))
        let folded = Array(written { $0.sint64(value, tag: 8) }[1...])
        #expect(try read(folded) { reader throws(WireError) in try reader.sint64() } == value)
        if let small = Int32(exactly: value) {
            #expect(try read(folded) { reader throws(WireError) in try reader.sint32() } == small)
        }
    }

    @Test func writesFixedLittleEndian() {
        #expect(written { $0.fixed64(0x8807_0605_0403_0201, tag: 9) } == [9, 1, 2, 3, 4, 5, 6, 7, 0x88])
    }

    @Test func writesLengthsBeforeTextAndBytes() throws {
        #expect(written { $0.string("", tag: 10) } == [10, 0])
        #expect(written { $0.bytes([], tag: 10) } == [10, 0])
        #expect(written { $0.string("ö", tag: 10) } == [10, 2, 0xc3, 0xb6])
        #expect(written { $0.bytes([0, 0xff], tag: 10) } == [10, 2, 0, 0xff])
        let hash = try #require(Hash256([UInt8](repeating: 9, count: 32)))
        #expect(written { $0.hash256(hash, tag: 10) } == [10, 32] + hash.bytes)
        #expect(written { $0.shortID(ShortID(0x0605_0403_0201), tag: 10) } == [10, 6, 1, 2, 3, 4, 5, 6])
    }

    @Test func laterWritesStandBefore() {
        #expect(
            written {
                $0.varint(1, tag: 16)
                $0.varint(300, tag: 8)
            } == [8, 0xac, 0x02, 16, 1])
    }

    @Test(arguments: [UInt32(8), 0x7f, 0x80, 8002, 0x3fff, 0x4000, 0x20_0000, .max])
    func tagsAreVarints(tag: UInt32) throws {
        let bytes = written { $0.varint(7, tag: tag) }
        #expect(bytes.last == 7)
        #expect(try read(bytes) { reader throws(WireError) in try reader.nextTag() } == tag)
    }

    @Test func growsWithoutLosingWhatStands() {
        let large = [UInt8](repeating: 5, count: 200_000)
        let bytes = written {
            $0.varint(7, tag: 16)
            $0.bytes(large, tag: 10)
            for _ in 0..<1000 { $0.varint(3, tag: 8) }
        }
        let repeated = (0..<1000).flatMap { _ in [8, 3] as [UInt8] }
        #expect(bytes == repeated + [10, 0xc0, 0x9a, 0x0c] + large + [16, 7])
    }

    @Test func isUsedAgainAfterRemoval() {
        var writer = WireWriter(capacity: 64)
        writer.bytes([UInt8](repeating: 5, count: 100_000), tag: 10)
        writer.removeAll(keepingAtMost: 1000)
        #expect(writer.count == 0)
        writer.varint(1, tag: 8)
        #expect(writer.count == 2)
        writer.removeAll(keepingAtMost: 0)
        writer.bytes([1, 2, 3], tag: 10)
        #expect(writer.withUnsafeBytes { [UInt8]($0) } == [10, 3, 1, 2, 3])
    }
}
