import Daemon
import Glibc

/// An open log file, known by device and inode whatever its name becomes.
final class LogFile {
    struct Identity: Hashable {
        let device: UInt64
        let inode: UInt64
    }

    let path: String
    let identity: Identity
    private let descriptor: Int32

    /// Whose the log has to be where `peer-observer up` has the path from a process: who owns its folder can let it lead anywhere.
    private static let owner = getenv("PEER_OBSERVER_NODE_OWNER").flatMap { uid_t(String(cString: $0)) }

    /// Nil where there is no such regular file, or it cannot be read: `errno` tells.
    init?(path: String) {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
        guard descriptor >= 0 else { return nil }
        var status = stat()
        guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
            close(descriptor)
            errno = EINVAL
            return nil
        }
        guard Self.owner == nil || Self.owner == status.st_uid else {
            close(descriptor)
            errno = EPERM
            return nil
        }
        self.path = path
        self.descriptor = descriptor
        identity = Identity(device: UInt64(status.st_dev), inode: UInt64(status.st_ino))
    }

    deinit { close(descriptor) }

    /// Bytes now; 0 where the file cannot be asked.
    var size: UInt64 { status.map { UInt64(max(0, $0.st_size)) } ?? 0 }

    /// Nanoseconds since the Unix epoch of the last write.
    var modified: Int64 {
        status.map { Int64($0.st_mtim.tv_sec) * 1_000_000_000 + Int64($0.st_mtim.tv_nsec) } ?? 0
    }

    private var status: stat? {
        var status = stat()
        return fstat(descriptor, &status) == 0 ? status : nil
    }

    /// Fills `buffer` from `offset` on, as far as the file goes.
    func read(into buffer: UnsafeMutableRawBufferPointer, at offset: UInt64) throws(DaemonError) -> Int {
        var filled = 0
        while filled < buffer.count, let base = buffer.baseAddress {
            let count = pread(descriptor, base + filled, buffer.count - filled, off_t(offset) + off_t(filled))
            if count < 0, errno == EINTR { continue }
            guard count >= 0 else { throw DaemonError("cannot read \(path): \(String(cString: strerror(errno)))") }
            if count == 0 { break }
            filled += count
        }
        return filled
    }

    /// `count` bytes from `offset` on, or as many as there are.
    func bytes(at offset: UInt64, count: Int) throws(DaemonError) -> [UInt8] {
        var buffer = [UInt8](repeating: 0, count: count)
        var result: Result<Int, DaemonError> = .success(0)
        buffer.withUnsafeMutableBytes { bytes in
            result = Result { () throws(DaemonError) in try read(into: bytes, at: offset) }
        }
        buffer.removeSubrange(try result.get()...)
        return buffer
    }

    /// What `path` names now, without opening it; nil where that is no regular file.
    static func look(at path: String) -> (identity: Identity, size: UInt64)? {
        var status = stat()
        guard stat(path, &status) == 0, status.st_mode & S_IFMT == S_IFREG else { return nil }
        return (
            Identity(device: UInt64(status.st_dev), inode: UInt64(status.st_ino)), UInt64(max(0, status.st_size))
        )
    }

    /// Whether `path` names a file, and not the open one.
    static func isAnother(at path: String, than descriptor: Int32) -> Bool {
        var (named, opened) = (stat(), stat())
        guard stat(path, &named) == 0, fstat(descriptor, &opened) == 0 else { return false }
        return named.st_dev != opened.st_dev || named.st_ino != opened.st_ino
    }
}
