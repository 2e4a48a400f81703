import Glibc

/// A file that is written from its beginning to its end.
struct OutputFile: ~Copyable {
    let path: String
    private let descriptor: Int32
    /// Bytes in it.
    private(set) var size: UInt64

    private init(_ path: String, _ descriptor: Int32) {
        self.path = path
        self.descriptor = descriptor
        size = 0
    }

    /// Makes a file that is not there yet, or goes on behind the first `size` bytes of one that is.
    static func make(_ path: String, continuingAt size: UInt64? = nil) throws(ArchiveError) -> OutputFile {
        let flags = size == nil ? O_WRONLY | O_CREAT | O_EXCL : O_WRONLY
        let descriptor = open(path, flags | O_CLOEXEC, 0o644)
        guard descriptor >= 0 else { throw .file(path: path, operation: "create", code: errno) }
        var file = OutputFile(path, descriptor)
        // Held as long as the file is open: whoever finds a partial archive sees whether somebody still writes it.
        var attempts = 0
        while flock(descriptor, LOCK_EX | LOCK_NB) != 0 {
            let code = errno
            attempts += 1
            // A process that is being started has the descriptors of the one that starts it for a moment.
            guard code == EINTR || code == EWOULDBLOCK && attempts < 10 else {
                throw .file(path: path, operation: "lock", code: code)
            }
            usleep(20_000)
        }
        if let size { try file.truncate(to: size) }
        return file
    }

    deinit { close(descriptor) }

    /// Writes all of it, or throws; some of it may be written then.
    mutating func write(_ bytes: RawSpan) throws(ArchiveError) {
        try bytes.withUnsafeBytes { bytes throws(ArchiveError) in
            var rest = bytes[...]
            while !rest.isEmpty {
                let count = Glibc.write(descriptor, UnsafeRawBufferPointer(rebasing: rest).baseAddress, rest.count)
                if count < 0, errno == EINTR { continue }
                guard count > 0 else { throw .file(path: path, operation: "write", code: count < 0 ? errno : ENOSPC) }
                size += UInt64(count)
                rest = rest.dropFirst(count)
            }
        }
    }

    mutating func truncate(to size: UInt64) throws(ArchiveError) {
        guard ftruncate(descriptor, off_t(size)) == 0, lseek(descriptor, off_t(size), SEEK_SET) >= 0 else {
            throw .file(path: path, operation: "shorten", code: errno)
        }
        self.size = size
    }

    /// Brings it to the disk itself.
    func sync() throws(ArchiveError) {
        guard fdatasync(descriptor) == 0 else { throw .file(path: path, operation: "sync", code: errno) }
    }
}

enum Files {
    static func exists(_ path: String) -> Bool { access(path, F_OK) == 0 }

    static func rename(_ path: String, to target: String) throws(ArchiveError) {
        guard Glibc.rename(path, target) == 0 else { throw .file(path: path, operation: "rename", code: errno) }
    }

    static func remove(_ path: String) throws(ArchiveError) {
        guard unlink(path) == 0 || errno == ENOENT else { throw .file(path: path, operation: "remove", code: errno) }
    }

    /// Brings the names in a file's folder to the disk itself.
    static func syncFolder(of path: String) throws(ArchiveError) {
        let folder = folder(of: path)
        let descriptor = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard descriptor >= 0 else { throw .file(path: folder, operation: "open", code: errno) }
        defer { close(descriptor) }
        guard fsync(descriptor) == 0 else { throw .file(path: folder, operation: "sync", code: errno) }
    }

    static func folder(of path: String) -> String {
        guard let slash = path.lastIndex(of: "/") else { return "." }
        return slash == path.startIndex ? "/" : String(path[..<slash])
    }
}
