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
        guard let stat = ProcessStat(file: "/proc/\(pid)/stat"), stat.isRunning else { return nil }
        self.init(pid: pid, startTime: stat.startTicks)
    }
}

/// The fields of /proc/PID/stat that are looked at (proc_pid_stat(5)).
struct ProcessStat {
    /// False for one that has ended and waits for its parent.
    let isRunning: Bool
    /// Clock ticks of CPU time, in user mode and in the kernel.
    let cpuTicks: UInt64
    let threads: UInt64
    /// Clock ticks from the machine's start to the process's.
    let startTicks: UInt64

    init?(file: String) {
        guard let text = ProcessTable.contents(of: file, limit: 4096) else { return nil }
        // The name in parentheses may hold anything, so fields are counted from the last one on: field 3 is first.
        guard let name = text.lastIndex(of: UInt8(ascii: ")")) else { return nil }
        let fields = text[text.index(after: name)...].split { $0 <= 0x20 }
        func number(_ field: Int) -> UInt64? {
            field - 3 < fields.count ? UInt64(String(decoding: fields[field - 3], as: UTF8.self)) : nil
        }
        guard let user = number(14), let system = number(15), let threads = number(20), let start = number(22) else {
            return nil
        }
        isRunning = !["Z", "X"].contains(String(decoding: fields[0], as: UTF8.self))
        cpuTicks = user &+ system
        self.threads = threads
        startTicks = start
    }
}

/// What /proc tells of processes.
enum ProcessTable {
    /// The executable of a process; nil where there is none or it may not be seen.
    static func executable(of pid: Int32) -> FileIdentity? { FileIdentity(path: "/proc/\(pid)/exe") }

    /// Which of `files` are run by some process.
    static func running(_ files: Set<FileIdentity>) -> Set<FileIdentity> {
        var found: Set<FileIdentity> = []
        entries(of: "/proc") { name in
            guard let pid = Int32(name), let file = executable(of: pid), files.contains(file) else { return }
            found.insert(file)
        }
        return found
    }

    /// The processes that run the executable at `path`, also one that was replaced there since they started.
    static func processes(running path: String) -> [Int32] {
        var found: [Int32] = []
        entries(of: "/proc") { name in
            if let pid = Int32(name), runs(pid, path) { found.append(pid) }
        }
        return found
    }

    /// Whether a process runs the executable at `path`, or one that was there when it started.
    static func runs(_ pid: Int32, _ path: String) -> Bool {
        guard let executable = executable(of: pid) else { return false }
        if executable == FileIdentity(path: path) { return true }
        let real = realpath(path, nil)
        defer { free(real) }
        return link("/proc/\(pid)/exe") == "\(real.map { String(cString: $0) } ?? path) (deleted)"
    }

    private static func link(_ path: String) -> String? {
        var bytes = [CChar](repeating: 0, count: Int(PATH_MAX))
        let count = readlink(path, &bytes, bytes.count)
        return count > 0 ? String(decoding: bytes.prefix(count).map(UInt8.init(bitPattern:)), as: UTF8.self) : nil
    }

    /// Calls `body` with each name in a folder, `.` and `..` left out, and tells how many there were; nil where the
    /// folder may not be read.
    @discardableResult
    static func entries(of folder: String, _ body: (String) -> Void) -> Int? {
        guard let directory = opendir(folder) else { return nil }
        defer { closedir(directory) }
        var count = 0
        while let entry = readdir(directory) {
            let name = withUnsafeBytes(of: &entry.pointee.d_name) { bytes in
                String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
            }
            if name == "." || name == ".." { continue }
            count += 1
            body(name)
        }
        return count
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
        var bytes: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: min(limit, 4096))
        // /proc hands out a file in parts.
        while bytes.count < limit {
            let count = read(descriptor, &chunk, min(chunk.count, limit - bytes.count))
            guard count > 0 else { break }
            bytes += chunk.prefix(count)
        }
        return bytes.isEmpty ? nil : bytes
    }
}
