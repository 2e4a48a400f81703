import Daemon
import Glibc

/// The files that rows go to, one after the other. Not safe from several threads.
final class CSVFiles {
    struct Settings: Equatable, Sendable {
        var directory = "."
        /// Bytes after which a new file is begun; 0 for never.
        var largestSize = 64 << 20
        /// Seconds after which a new file is begun; 0 for never.
        var longestAge = 86_400
        /// Bytes of closed files that are kept; 0 for all.
        var kept = 10 << 30
    }

    private struct File {
        let descriptor: Int32
        let path: String
        let began: Int
        var size: Int
    }

    private let settings: Settings
    private let header: [UInt8]
    private var file: File?
    /// The files that were closed, oldest first. Those of earlier runs are none of ours.
    private var closed: [(path: String, size: Int)] = []
    /// Files that were deleted since the beginning.
    private(set) var deletedCount = 0

    init(_ settings: Settings, header: [UInt8]) {
        self.settings = settings
        self.header = header
    }

    deinit { end() }

    /// Where rows go at the moment.
    var path: String? { file?.path }

    /// Begins a file, so that a folder that cannot be written to is known at the start.
    func begin(at time: Int) throws(DaemonError) {
        let (descriptor, path) = try create(at: time)
        file = File(descriptor: descriptor, path: path, began: time, size: 0)
        guard write(header) else {
            let reason = errnoText(errno)
            close(descriptor)
            file = nil
            unlink(path)
            throw DaemonError("cannot write to \(path): \(reason)")
        }
    }

    /// Writes whole rows; a new file is begun for them where it is time to. What cannot be written is not there in part either.
    /// - Parameter time: Seconds since the Unix epoch.
    func append(_ rows: [UInt8], at time: Int) throws(DaemonError) {
        if let file, isOver(file, adding: rows.count, at: time) { end() }
        if file == nil { try begin(at: time) }
        guard write(rows) else {
            throw DaemonError("cannot write to \(path ?? settings.directory): \(errnoText(errno))")
        }
    }

    func end() {
        guard let file else { return }
        close(file.descriptor)
        self.file = nil
        guard settings.kept > 0 else { return }
        closed.append((file.path, file.size))
        var total = closed.reduce(0) { $0 + $1.size }
        while total > settings.kept, let oldest = closed.first {
            if unlink(oldest.path) == 0 { deletedCount += 1 }
            total -= oldest.size
            closed.removeFirst()
        }
    }

    private func isOver(_ file: File, adding count: Int, at time: Int) -> Bool {
        let hasRows = file.size > header.count
        if settings.largestSize > 0, hasRows, file.size + count > settings.largestSize { return true }
        return settings.longestAge > 0 && hasRows && time - file.began >= settings.longestAge
    }

    /// A file of upstream's name that was not there before.
    private func create(at time: Int) throws(DaemonError) -> (descriptor: Int32, path: String) {
        for number in 1...1000 {
            let name = "addr-connectivity-\(time)" + (number > 1 ? "-\(number)" : "") + ".csv"
            let path = "\(settings.directory)/\(name)"
            let descriptor = open(path, O_WRONLY | O_CREAT | O_EXCL | O_APPEND | O_CLOEXEC, 0o644)
            if descriptor >= 0 { return (descriptor, path) }
            guard errno == EEXIST else {
                throw DaemonError(
                    "cannot make \(path): \(errnoText(errno))", hint: "choose another --csv-directory, or --no-csv")
            }
        }
        throw DaemonError("too many files of one second in \(settings.directory)")
    }

    private func write(_ bytes: [UInt8]) -> Bool { bytes.withUnsafeBytes { write($0) } }

    /// All of it, or nothing; `errno` tells why.
    private func write(_ bytes: UnsafeRawBufferPointer) -> Bool {
        guard let size = file?.size, let descriptor = file?.descriptor else { return false }
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = Glibc.write(descriptor, UnsafeRawBufferPointer(rebasing: rest).baseAddress, rest.count)
            if count < 0, errno == EINTR { continue }
            guard count > 0 else {
                let reason = errno
                ftruncate(descriptor, off_t(size))
                errno = reason
                return false
            }
            rest = rest.dropFirst(count)
        }
        file?.size = size + bytes.count
        return true
    }
}
