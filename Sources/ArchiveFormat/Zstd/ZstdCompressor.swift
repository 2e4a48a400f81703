import CZstd

/// Compresses into zstd frames with content checksums.
struct ZstdCompressor: ~Copyable {
    enum End {
        /// More comes; the library may keep what it has.
        case more
        /// All that was given can be decompressed from what is written.
        case block
        case frame
    }

    // Proof: made in `init`, freed in `deinit`, and used through this value alone.
    private let stream: OpaquePointer

    static let levels = 1...Int(ZSTD_maxCLevel())
    private static let room = 128 << 10

    static var unknownLevel: ArchiveError {
        .settings(reason: "the compression level is a number from 0 to \(levels.upperBound)")
    }

    private init(_ stream: OpaquePointer) { self.stream = stream }

    /// - Parameter threads: 0 compresses in the caller's.
    static func make(level: Int, threads: Int) throws(ArchiveError) -> ZstdCompressor {
        guard levels.contains(level) else { throw unknownLevel }
        guard let stream = ZSTD_createCCtx() else { throw .settings(reason: "no memory to compress with") }
        let compressor = ZstdCompressor(stream)
        ZSTD_CCtx_setParameter(stream, ZSTD_c_compressionLevel, Int32(level))
        ZSTD_CCtx_setParameter(stream, ZSTD_c_checksumFlag, 1)
        guard threads > 0 else { return compressor }
        let result = ZSTD_CCtx_setParameter(stream, ZSTD_c_nbWorkers, Int32(clamping: threads))
        guard ZSTD_isError(result) == 0 else {
            throw .settings(reason: "this libzstd cannot compress with threads: \(Self.text(result))")
        }
        return compressor
    }

    deinit { ZSTD_freeCCtx(stream) }

    mutating func compress(_ bytes: RawSpan, end: End, into output: inout ByteQueue) throws(ArchiveError) {
        let directive =
            switch end {
            case .more: ZSTD_e_continue
            case .block: ZSTD_e_flush
            case .frame: ZSTD_e_end
            }
        var taken = 0
        var rest = 1
        while taken < bytes.byteCount || end != .more && rest > 0 {
            try output.append(room: Self.room) { room throws(ArchiveError) in
                try bytes.withUnsafeBytes { bytes throws(ArchiveError) in
                    var source = ZSTD_inBuffer(src: bytes.baseAddress, size: bytes.count, pos: taken)
                    var target = ZSTD_outBuffer(dst: room.baseAddress, size: room.count, pos: 0)
                    let result = ZSTD_compressStream2(stream, &target, &source, directive)
                    guard ZSTD_isError(result) == 0 else {
                        throw .settings(reason: "libzstd cannot compress: \(Self.text(result))")
                    }
                    (taken, rest) = (source.pos, result)
                    return target.pos
                }
            }
        }
    }

    private static func text(_ result: Int) -> String { String(cString: ZSTD_getErrorName(result)) }
}
