import Daemon
import Glibc

/// The archives that the archiver closed itself, in a file beside them: a name and a size a line. What is not on the list is never deleted.
struct ClosedList: Sendable {
    struct Entry: Sendable, Equatable {
        let name: String
        let size: UInt64
    }

    let path: String
    /// Oldest first.
    private(set) var entries: [Entry] = []

    /// Lines of a file that somebody else has written may be anything.
    private static let longestFile = 64 << 20

    init(folder: String, base: String) throws(DaemonError) {
        path = "\(folder)/\(base).closed"
        guard let file = fopen(path, "r") else {
            guard errno == ENOENT else { throw DaemonError("cannot read \(path): \(errnoText(errno))") }
            return
        }
        defer { fclose(file) }
        var (bytes, buffer) = ([UInt8](), [UInt8](repeating: 0, count: 1 << 16))
        while bytes.count < Self.longestFile, case let count = fread(&buffer, 1, buffer.count, file), count > 0 {
            bytes += buffer[..<count]
        }
        for line in bytes.split(separator: UInt8(ascii: "\n")) {
            let parts = line.split(separator: UInt8(ascii: "\t"))
            guard parts.count == 2, let size = UInt64(String(decoding: parts[1], as: UTF8.self)) else { continue }
            let name = String(decoding: parts[0], as: UTF8.self)
            // A path would lead out of the folder.
            if !name.contains("/") { entries.append(Entry(name: name, size: size)) }
        }
        entries.sort { $0.name < $1.name }
    }

    var totalSize: UInt64 { entries.reduce(0) { $0 &+ $1.size } }

    /// Adds an archive that was just closed.
    mutating func append(_ entry: Entry) throws(DaemonError) {
        // Names begin with the time; what was recovered may be older than what was closed since.
        entries.insert(entry, at: entries.firstIndex { $0.name > entry.name } ?? entries.count)
        let descriptor = open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0o644)
        guard descriptor >= 0 else { throw DaemonError("cannot write \(path): \(errnoText(errno))") }
        defer { close(descriptor) }
        let before = lseek(descriptor, 0, SEEK_END)
        let line = Array("\(entry.name)\t\(entry.size)\n".utf8)
        guard write(descriptor, line, line.count) == line.count else {
            let code = errno
            // Half a line would spoil the next one.
            ftruncate(descriptor, max(0, before))
            throw DaemonError("cannot write \(path): \(errnoText(code))")
        }
    }

    /// Takes archives off the list.
    mutating func remove(_ names: Set<String>) throws(DaemonError) {
        entries.removeAll { names.contains($0.name) }
        let temporary = path + ".new"
        let lines = Array(entries.map { "\($0.name)\t\($0.size)\n" }.joined().utf8)
        guard let file = fopen(temporary, "w") else {
            throw DaemonError("cannot write \(temporary): \(errnoText(errno))")
        }
        let isWritten = fwrite(lines, 1, lines.count, file) == lines.count
        guard fclose(file) == 0, isWritten, rename(temporary, path) == 0 else {
            let code = errno
            unlink(temporary)
            throw DaemonError("cannot write \(path): \(errnoText(code))")
        }
    }
}
