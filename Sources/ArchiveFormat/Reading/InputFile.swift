import Glibc

/// A file that is read, or a pipe.
struct InputFile: ~Copyable {
    let path: String
    private let descriptor: Int32
    private let buffer: UnsafeMutableRawBufferPointer
    /// Bytes of it; nil for what is no file.
    let size: UInt64?

    init(_ path: String) throws(ArchiveError) {
        self.path = path
        descriptor = open(path, O_RDONLY | O_CLOEXEC)
        buffer = .allocate(byteCount: 64 << 10, alignment: 64)
        var status = stat()
        let isKnown = descriptor >= 0 && fstat(descriptor, &status) == 0
        size = isKnown && status.st_mode & S_IFMT == S_IFREG ? UInt64(status.st_size) : nil
        guard descriptor >= 0 else { throw .file(path: path, operation: "open", code: errno) }
    }

    /// Bytes of the file at `path`, without opening it; nil for what is no file.
    static func size(of path: String) throws(ArchiveError) -> UInt64? {
        var status = stat()
        guard stat(path, &status) == 0 else { throw .file(path: path, operation: "open", code: errno) }
        return status.st_mode & S_IFMT == S_IFREG ? UInt64(status.st_size) : nil
    }

    deinit {
        if descriptor >= 0 { close(descriptor) }
        buffer.deallocate()
    }

    func seek(to offset: UInt64) throws(ArchiveError) {
        guard lseek(descriptor, off_t(clamping: offset), SEEK_SET) >= 0 else {
            throw .file(path: path, operation: "read", code: errno)
        }
    }

    /// Shows the next bytes to `take`; false at the end.
    mutating func read(_ take: (RawSpan) -> Void) throws(ArchiveError) -> Bool {
        while true {
            let count = Glibc.read(descriptor, buffer.baseAddress, buffer.count)
            if count < 0, errno == EINTR { continue }
            guard count >= 0 else { throw .file(path: path, operation: "read", code: errno) }
            guard count > 0 else { return false }
            take(RawSpan(_unsafeBytes: UnsafeRawBufferPointer(rebasing: buffer[..<count])))
            return true
        }
    }

    /// `count` bytes from `offset` on, or fewer at the end. Moves the place of `read`.
    mutating func bytes(at offset: UInt64, count: Int) throws(ArchiveError) -> [UInt8] {
        try seek(to: offset)
        var bytes: [UInt8] = []
        while bytes.count < count {
            let more = try read { span in
                let missing = count - bytes.count
                span.withUnsafeBytes { bytes.append(contentsOf: $0.prefix(missing)) }
            }
            guard more else { break }
        }
        return bytes
    }
}
