import Glibc

/// What a path leads to, seen by whose it is. Who runs a process named as a node chooses its paths, and must not have files read that are
/// not his own.
enum OwnedFile: Equatable {
    case text(String, owner: uid_t)
    /// Not there, not to be read by this user, or larger than a MiB.
    case nothing
    /// Another user's, or no regular file.
    case foreign

    // fcntl.h; Swift does not see what stands there for GNU alone. Opens nothing: to open a device can be to set it going.
    private static let pathOnly: Int32 = 0o10_000_000

    /// Reads a small file of one of these users; what is looked at and what is read are the same file, whatever the name becomes meanwhile.
    static func read(_ path: String, of owners: Set<uid_t>) -> OwnedFile {
        let descriptor = open(path, pathOnly | O_CLOEXEC)
        guard descriptor >= 0 else { return .nothing }
        defer { close(descriptor) }
        var status = stat()
        guard fstat(descriptor, &status) == 0 else { return .nothing }
        guard status.st_mode & S_IFMT == S_IFREG, owners.contains(status.st_uid) else { return .foreign }
        return SmallFile.read("/proc/self/fd/\(descriptor)").map { .text($0, owner: status.st_uid) } ?? .nothing
    }

    /// Whether what is there is another user's, or no regular file; a file that is not there is nobody's.
    static func isForeign(_ path: String, to owner: uid_t) -> Bool {
        var status = stat()
        guard stat(path, &status) == 0 else { return false }
        return status.st_mode & S_IFMT != S_IFREG || status.st_uid != owner
    }

    /// Whose a folder is; nil where there is none.
    static func owner(ofFolder path: String) -> uid_t? {
        var status = stat()
        return stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFDIR ? status.st_uid : nil
    }
}
