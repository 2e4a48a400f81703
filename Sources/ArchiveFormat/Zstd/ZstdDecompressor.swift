import CZstd

/// Decompresses zstd frames, one part of a frame at a time.
struct ZstdDecompressor: ~Copyable {
    struct Failure: Error, Equatable {
        let reason: String
    }

    /// Bytes that a block may become.
    static let longestBlock = 128 << 10

    // Proof: made in `init`, freed in `deinit`, and used through this value alone.
    private let stream: OpaquePointer

    init() throws(Failure) {
        guard let stream = ZSTD_createDStream() else { throw Failure(reason: "no memory to decompress it") }
        self.stream = stream
        // The limit that counts is checked before a frame's header gets here.
        ZSTD_DCtx_setParameter(stream, ZSTD_d_windowLogMax, Int32(31))
    }

    deinit { ZSTD_freeDStream(stream) }

    /// Takes one part of a frame, a block at most, and appends what it becomes.
    func decompress(first count: Int, of input: borrowing ByteQueue, into content: inout ByteQueue) throws(Failure) {
        let part = input.bytes.extracting(first: count)
        try content.append(room: Self.longestBlock) { room throws(Failure) in
            try part.withUnsafeBytes { part throws(Failure) in
                var input = ZSTD_inBuffer(src: part.baseAddress, size: part.count, pos: 0)
                var output = ZSTD_outBuffer(dst: room.baseAddress, size: room.count, pos: 0)
                // Nearly always one call; the loop is for what the library may leave for another.
                repeat {
                    let before = (input.pos, output.pos)
                    let result = ZSTD_decompressStream(stream, &output, &input)
                    guard ZSTD_isError(result) == 0 else {
                        throw Failure(reason: String(cString: ZSTD_getErrorName(result)))
                    }
                    guard (input.pos, output.pos) != before else { break }
                } while input.pos < input.size
                guard input.pos == input.size else { throw Failure(reason: "a block holds too much") }
                return output.pos
            }
        }
    }
}
