import CZstd
import Daemon

/// A zstd file of one or more frames.
final class ZstdFile: ByteSource {
    private let file: PlainFile
    private let path: String
    private let stream: OpaquePointer
    private let buffer: UnsafeMutableRawBufferPointer
    private var input = ZSTD_inBuffer()
    private var isWithinFrame = false
    private var isAtEnd = false

    /// Windows up to 2 GiB, as `zstd --long=31` makes.
    private static let windowLog: Int32 = 31

    var fileBytes: UInt64 { file.fileBytes }

    init(_ file: PlainFile, path: String) throws(DaemonError) {
        self.file = file
        self.path = path
        guard let stream = ZSTD_createDStream() else { throw DaemonError("\(path): no memory to decompress it") }
        self.stream = stream
        ZSTD_DCtx_setParameter(stream, ZSTD_d_windowLogMax, Self.windowLog)
        buffer = .allocate(byteCount: ZSTD_DStreamInSize(), alignment: 64)
    }

    deinit {
        ZSTD_freeDStream(stream)
        buffer.deallocate()
    }

    func read(into target: UnsafeMutableRawBufferPointer) throws(DaemonError) -> Int {
        guard !isAtEnd else { return 0 }
        var output = ZSTD_outBuffer(dst: target.baseAddress, size: target.count, pos: 0)
        while output.pos == 0 {
            if input.pos == input.size {
                let count = try file.read(into: buffer)
                // The end of the file may leave something that is decompressed, but not handed out yet.
                if count == 0, !isWithinFrame {
                    isAtEnd = true
                    break
                }
                input = ZSTD_inBuffer(src: buffer.baseAddress, size: count, pos: 0)
            }
            let isFileAtEnd = input.size == 0
            let result = ZSTD_decompressStream(stream, &output, &input)
            guard ZSTD_isError(result) == 0 else {
                isAtEnd = true
                throw DaemonError("\(path): the zstd data is damaged: \(String(cString: ZSTD_getErrorName(result)))")
            }
            isWithinFrame = result != 0
            if isFileAtEnd, isWithinFrame, output.pos == 0 {
                isAtEnd = true
                throw DaemonError("\(path): the zstd data is cut off")
            }
        }
        return output.pos
    }
}
