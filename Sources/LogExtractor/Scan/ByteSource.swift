import Daemon
import Glibc

/// The content of one file to scan, whether compressed or not.
protocol ByteSource: AnyObject {
    /// Fills the front of `buffer` with what comes next; 0 at the end.
    func read(into buffer: UnsafeMutableRawBufferPointer) throws(DaemonError) -> Int
    /// Bytes of the file, as it lies on the disk, that were read so far.
    var fileBytes: UInt64 { get }
}

/// A file read from its beginning to its end.
final class PlainFile: ByteSource {
    private let path: String
    private let descriptor: Int32
    private(set) var fileBytes: UInt64 = 0
    /// What was looked at already.
    private var head: [UInt8] = []

    init(path: String) throws(DaemonError) {
        self.path = path
        descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw DaemonError("\(path): \(String(cString: strerror(errno)))") }
        posix_fadvise(descriptor, 0, 0, POSIX_FADV_SEQUENTIAL)
    }

    deinit { close(descriptor) }

    /// The first `count` bytes, which will be read all the same; works on pipes, too.
    func look(_ count: Int) throws(DaemonError) -> [UInt8] {
        var bytes = [UInt8](repeating: 0, count: count)
        var result: Result<Int, DaemonError> = .success(0)
        bytes.withUnsafeMutableBytes { buffer in
            result = Result { () throws(DaemonError) in
                var filled = 0
                while filled < count {
                    let read = try readMore(UnsafeMutableRawBufferPointer(rebasing: buffer[filled...]))
                    if read == 0 { break }
                    filled += read
                }
                return filled
            }
        }
        head = Array(bytes[..<(try result.get())])
        fileBytes = 0
        return head
    }

    func read(into buffer: UnsafeMutableRawBufferPointer) throws(DaemonError) -> Int {
        guard head.isEmpty else {
            let count = min(head.count, buffer.count)
            buffer.copyBytes(from: head[..<count])
            head.removeFirst(count)
            fileBytes += UInt64(count)
            return count
        }
        return try readMore(buffer)
    }

    private func readMore(_ buffer: UnsafeMutableRawBufferPointer) throws(DaemonError) -> Int {
        while true {
            let count = Glibc.read(descriptor, buffer.baseAddress, buffer.count)
            if count < 0, errno == EINTR { continue }
            guard count >= 0 else { throw DaemonError("\(path): \(String(cString: strerror(errno)))") }
            fileBytes += UInt64(count)
            return count
        }
    }
}

enum LogFileSource {
    /// Opens `path` and goes by its first bytes, not by its name.
    static func open(_ path: String) throws(DaemonError) -> any ByteSource {
        let file = try PlainFile(path: path)
        let head = try file.look(4)
        if head.starts(with: [0x1F, 0x8B]) { return try GzipFile(file, path: path) }
        // A frame, or one that is to be skipped.
        let isSkippable = head.count == 4 && head[0] & 0xF0 == 0x50 && head[1...] == [0x2A, 0x4D, 0x18]
        if head.elementsEqual([0x28, 0xB5, 0x2F, 0xFD]) || isSkippable { return try ZstdFile(file, path: path) }
        return file
    }
}
