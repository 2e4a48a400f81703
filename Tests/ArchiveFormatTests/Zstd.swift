import CZstd
import TestSupport

/// libzstd without anything of ours around it.
enum Zstd {
    /// Whether the bytes are whole frames, with right checksums.
    static func areWhole(_ bytes: [UInt8]) throws -> Bool {
        guard let stream = ZSTD_createDStream() else { throw TestError("no memory") }
        defer { ZSTD_freeDStream(stream) }
        var rest = 1
        var room = [UInt8](repeating: 0, count: 1 << 20)
        return bytes.withUnsafeBytes { bytes in
            var input = ZSTD_inBuffer(src: bytes.baseAddress, size: bytes.count, pos: 0)
            while input.pos < input.size {
                rest = room.withUnsafeMutableBytes { room in
                    var output = ZSTD_outBuffer(dst: room.baseAddress, size: room.count, pos: 0)
                    return ZSTD_decompressStream(stream, &output, &input)
                }
                guard ZSTD_isError(rest) == 0 else { return false }
            }
            return rest == 0
        }
    }

    static func compress(_ bytes: [UInt8], level: Int32 = 3) throws -> [UInt8] {
        var compressed = [UInt8](repeating: 0, count: ZSTD_compressBound(bytes.count))
        let count = ZSTD_compress(&compressed, compressed.count, bytes, bytes.count, level)
        guard ZSTD_isError(count) == 0 else { throw TestError("zstd: \(String(cString: ZSTD_getErrorName(count)))") }
        return Array(compressed[..<count])
    }
}
