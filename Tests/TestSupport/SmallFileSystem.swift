import Glibc

/// A file system in memory that is soon full. Mounting it needs root.
public final class SmallFileSystem: Sendable {
    public let directory: TemporaryDirectory

    /// Why there can be none here; nil where there can. Tried, since root alone does not tell.
    public static let obstacle: String? = {
        do {
            _ = try SmallFileSystem(kilobytes: 64)
            return nil
        } catch {
            return "a small file system cannot be mounted: \(error)"
        }
    }()

    public init(kilobytes: Int) throws {
        directory = try TemporaryDirectory()
        guard mount("tmpfs", directory.path, "tmpfs", 0, "size=\(kilobytes)k") == 0 else {
            throw TestError(String(cString: strerror(errno)))
        }
    }

    public var path: String { directory.path }

    /// Takes `kilobytes` of the room, or all of it.
    public func fill(kilobytes: Int = .max) {
        let file = open(path + "/filler", O_WRONLY | O_CREAT | O_CLOEXEC, 0o644)
        defer { close(file) }
        let block = [UInt8](repeating: 1, count: 1024)
        var written = 0
        while written < kilobytes, write(file, block, block.count) == block.count { written += 1 }
    }

    public func free() { unlink(path + "/filler") }

    deinit { umount2(path, Int32(MNT_DETACH)) }
}
