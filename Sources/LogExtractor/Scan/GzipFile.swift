import CZlib
import Daemon

/// A gzip file of one or more members.
final class GzipFile: ByteSource {
    private let file: PlainFile
    private let path: String
    private var stream = z_stream()
    private let input: UnsafeMutableRawBufferPointer
    private var isWithinMember = false
    private var isAtEnd = false

    var fileBytes: UInt64 { file.fileBytes }

    init(_ file: PlainFile, path: String) throws(DaemonError) {
        self.file = file
        self.path = path
        input = .allocate(byteCount: 1 << 18, alignment: 64)
        // 15 bits of window, the format's largest; 16 asks for gzip's header.
        guard inflateInit2_(&stream, 15 + 16, ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size)) == Z_OK else {
            throw DaemonError("\(path): no memory to decompress it")
        }
    }

    deinit {
        inflateEnd(&stream)
        input.deallocate()
    }

    func read(into buffer: UnsafeMutableRawBufferPointer) throws(DaemonError) -> Int {
        guard !isAtEnd else { return 0 }
        stream.next_out = buffer.baseAddress?.assumingMemoryBound(to: UInt8.self)
        stream.avail_out = UInt32(clamping: buffer.count)
        let room = stream.avail_out
        while stream.avail_out == room {
            if stream.avail_in == 0 {
                let count = try file.read(into: input)
                guard count > 0 else {
                    isAtEnd = true
                    guard !isWithinMember else { throw DaemonError("\(path): the gzip data is cut off") }
                    break
                }
                stream.next_in = input.baseAddress?.assumingMemoryBound(to: UInt8.self)
                stream.avail_in = UInt32(count)
            }
            // Zeros that fill the last block of a tape or disk are no member.
            if !isWithinMember, skipPadding() { continue }
            isWithinMember = true
            switch inflate(&stream, Z_NO_FLUSH) {
            case Z_OK, Z_BUF_ERROR: break
            case Z_STREAM_END:
                isWithinMember = false
                inflateReset(&stream)
            default:
                isAtEnd = true
                let reason = stream.msg.map { String(cString: $0) } ?? "malformed"
                throw DaemonError("\(path): the gzip data is damaged: \(reason)")
            }
        }
        return Int(room - stream.avail_out)
    }

    /// True when nothing of the input is left.
    private func skipPadding() -> Bool {
        while stream.avail_in > 0, let next = stream.next_in, next.pointee == 0 {
            stream.next_in = next + 1
            stream.avail_in -= 1
        }
        return stream.avail_in == 0
    }
}
