import CZstd
import TestSupport

/// libzstd without anything of ours around it.
enum Zstd {
    static func compress(_ bytes: [UInt8], level: Int32 = 3) throws -> [UInt8] {
        var compressed = [UInt8](repeating: 0, count: ZSTD_compressBound(bytes.count))
        let count = ZSTD_compress(&compressed, compressed.count, bytes, bytes.count, level)
        guard ZSTD_isError(count) == 0 else { throw TestError("zstd: \(String(cString: ZSTD_getErrorName(count)))") }
        return Array(compressed[..<count])
    }
}
