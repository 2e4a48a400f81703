@testable import PeerObserver
import Testing

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
            let bytes = written { $0.varint(value) }
            #expect(bytes.count == max(1, (64 - value.leadingZeroBitCount + 6) / 7))
            #expect(try read(bytes) { reader throws(WireError) in try reader.varint() } == value)
        }
    }

    @Test(arguments: [Int64.min, Int64(Int32.min), -1, 0, 1, Int64(Int32.max), Int64.max])
    func signedValuesComeBack(value: Int64) throws {
        let plain = written { $0.int64(value) }
        #expect(plain.count == 10 || value >= 0)
        #expect(try read(plain) { reader throws(WireError) in try reader.int64() } == value)
        #expect(try read(plain) { reader throws(WireError) in try reader.int32() } == Int32(truncatingIfNeeded: value))
        let folded = written { $0.sint64(value) }
        #expect(try read(folded) { reader throws(WireError) in try reader.sint64() } == value)
        if let small = Int32(exactly: value) {
            #expect(try read(folded) { reader throws(WireError) in try reader.sint32() } == small)
        }
    }

    @Test func writesFixedLittleEndian() {
        #expect(written { $0.fixed64(0x8807_0605_0403_0201) } == [1, 2, 3, 4, 5, 6, 7, 0x88])
    }

    @Test func writesLengthsBeforeTextAndBytes() throws {
        #expect(written { $0.string("") } == [0])
        #expect(written { $0.bytes([]) } == [0])
        #expect(written { $0.string("ö") } == [2, 0xc3, 0xb6])
        #expect(written { $0.bytes([0, 0xff]) } == [2, 0, 0xff])
        let hash = try #require(Hash256([UInt8](repeating: 9, count: 32)))
        #expect(written { $0.hash256(hash) } == [32] + hash.bytes)
        #expect(written { $0.shortID(ShortID(0x0605_0403_0201)) } == [6, 1, 2, 3, 4, 5, 6])
    }

    @Test func laterWritesStandBefore() {
        #expect(written { $0.varint(1); $0.tag(16); $0.varint(300); $0.tag(8) } == [8, 0xac, 0x02, 16, 1])
    }

    @Test func growsWithoutLosingWhatStands() {
        let large = [UInt8](repeating: 5, count: 200_000)
        let bytes = written {
            $0.varint(7)
            $0.bytes(large)
            for _ in 0..<1000 { $0.varint(3) }
        }
        #expect(bytes == [UInt8](repeating: 3, count: 1000) + [0xc0, 0x9a, 0x0c] + large + [7])
    }

    @Test func isUsedAgainAfterRemoval() {
        var writer = WireWriter(capacity: 64)
        writer.bytes([UInt8](repeating: 5, count: 100_000))
        writer.removeAll(keepingAtMost: 1000)
        #expect(writer.count == 0)
        writer.varint(1)
        #expect(writer.count == 1)
        writer.removeAll(keepingAtMost: 0)
        writer.bytes([1, 2, 3])
        #expect(writer.withUnsafeBytes { [UInt8]($0) } == [3, 1, 2, 3])
    }
}
