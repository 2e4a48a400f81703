import Glibc

/// A file, whatever its path: an upgrade puts another one at the same path.
struct FileIdentity: Hashable {
    let device: UInt64
    let inode: UInt64

    /// nil where there is no such file, or it may not be seen.
    init?(path: String) {
        var status = stat()
        guard stat(path, &status) == 0 else { return nil }
        device = UInt64(status.st_dev)
        inode = UInt64(status.st_ino)
    }

    init(device: UInt64, inode: UInt64) {
        self.device = device
        self.inode = inode
    }
}

/// A process, whatever its number: numbers are used again.
struct ProcessIdentity: Hashable {
    let pid: Int32
    /// Clock ticks from the machine's start to the process's (field 22 of /proc/PID/stat).
    let startTime: UInt64

    init(pid: Int32, startTime: UInt64) {
        self.pid = pid
        self.startTime = startTime
    }

    /// nil where no such process runs; one that has ended and waits for its parent counts as ended.
    init?(pid: Int32) {
        guard let text = ProcessTable.contents(of: "/proc/\(pid)/stat", limit: 4096) else { return nil }
        // The name in parentheses may hold anything, so fields are counted from the last one on.
        guard let name = text.lastIndex(of: UInt8(ascii: ")")) else { return nil }
        let fields = text[text.index(after: name)...].split(separator: UInt8(ascii: " "))
        guard fields.count > 19, !["Z", "X"].contains(String(decoding: fields[0], as: UTF8.self)),
            let startTime = UInt64(String(decoding: fields[19], as: UTF8.self))
        else { return nil }
        self.init(pid: pid, startTime: startTime)
    }
}

/// What /proc tells of processes.
enum ProcessTable {
    /// The executable of a process; nil where there is none or it may not be seen.
    static func executable(of pid: Int32) -> FileIdentity? { FileIdentity(path: "/proc/\(pid)/exe") }

    /// Which of `files` are run by some process.
    static func running(_ files: Set<FileIdentity>) -> Set<FileIdentity> {
        guard let directory = opendir("/proc") else { return [] }
        defer { closedir(directory) }
        var found: Set<FileIdentity> = []
        while let entry = readdir(directory) {
            let name = withUnsafeBytes(of: &entry.pointee.d_name) { bytes in
                String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
            }
            guard let pid = Int32(name), let file = executable(of: pid), files.contains(file) else { continue }
            found.insert(file)
        }
        return found
    }

    /// The PID in a PID file; nil where there is none yet.
    static func pid(inFile path: String) -> Int32? {
        guard let text = contents(of: path, limit: 64) else { return nil }
        let digits = text.drop { $0 <= 0x20 }.prefix { $0 > 0x20 }
        return Int32(String(decoding: digits, as: UTF8.self)).flatMap { $0 > 0 ? $0 : nil }
    }

    /// The first `limit` bytes of a small file.
    static func contents(of path: String, limit: Int) -> [UInt8]? {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { return nil }
        defer { close(descriptor) }
        var bytes = [UInt8](repeating: 0, count: limit)
        let count = read(descriptor, &bytes, limit)
        return count > 0 ? Array(bytes.prefix(count)) : nil
    }
}
