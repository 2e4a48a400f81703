import CZstd
import Testing

@testable import ArchiveFormat

@Suite struct XXHashTests {
    /// The vectors of the reference implementation's own test: its generator's bytes, seed 0.
    @Test func givesTheReferenceValues() {
        var bytes: [UInt8] = []
        var state: UInt64 = 2_654_435_761
        for _ in 0..<222 {
            bytes.append(UInt8(truncatingIfNeeded: state >> 56))
            state &*= 11_400_714_785_074_694_797
        }
        let expected: [(Int, UInt64)] = [
            (0, 0xEF46_DB37_51D8_E999), (1, 0xE934_A84A_DB05_2768), (4, 0x9136_A0DC_A57457EE),
            (14, 0x8282_DCC4_994E_35C8), (222, 0xB641_AE8C_B691_C174),
        ]
        for (count, value) in expected {
            #expect(XXHash64.of(bytes.span.bytes.extracting(first: count)) == value, "\(count) bytes")
        }
    }

    @Test func agreesWithTheChecksumsOfZstd() throws {
        for count in [0, 1, 31, 32, 33, 1000, 300_000] {
            let bytes = (0..<count).map { UInt8(truncatingIfNeeded: $0 &* 7 ^ $0 >> 8) }
            let context = try #require(ZSTD_createCCtx())
            defer { ZSTD_freeCCtx(context) }
            ZSTD_CCtx_setParameter(context, ZSTD_c_checksumFlag, 1)
            var frame = [UInt8](repeating: 0, count: ZSTD_compressBound(count) + 4)
            let size = ZSTD_compress2(context, &frame, frame.count, bytes, bytes.count)
            try #require(ZSTD_isError(size) == 0)
            let stored = frame[size - 4..<size].reversed().reduce(UInt32(0)) { $0 << 8 | UInt32($1) }
            #expect(UInt32(truncatingIfNeeded: XXHash64.of(bytes.span.bytes)) == stored, "\(count) bytes")
        }
    }

    @Test func piecesMakeNoDifference() {
        let bytes = (0..<1000).map { UInt8(truncatingIfNeeded: $0 &* 31) }
        let whole = XXHash64.of(bytes.span.bytes)
        for size in [1, 7, 31, 32, 33, 500] {
            var hash = XXHash64()
            for start in stride(from: 0, to: bytes.count, by: size) {
                hash.update(bytes.span.bytes.extracting(start..<min(bytes.count, start + size)))
            }
            #expect(hash.value == whole)
        }
    }
}
