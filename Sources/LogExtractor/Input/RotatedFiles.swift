import Daemon
import DebugLog
import Glibc
import PeerObserver

/// The log's older files, in the same folder: `debug.log.1`, `debug-20261121.log` and the like.
struct RotatedFiles {
    /// Names in a folder that are looked at, at most.
    private static let most = 1000
    /// Bytes that Core keeps when it shrinks its log at the start (`RECENT_DEBUG_HISTORY_SIZE`).
    static let coreKeeps = 10_000_000
    /// Less is not enough to tell one place of a log from another.
    private static let leastTail = 64

    /// The log itself.
    let path: String

    /// Where the line after `position` is now.
    enum Found {
        /// In the file that the path names, at the same offset.
        case inPlace(LogFile)
        /// In the file that the path names, rewritten: Core shrank it.
        case shrunk(LogFile, offset: UInt64)
        /// In a file that was renamed, or in a copy.
        case rotated(LogFile)
    }

    /// Goes by content: the bytes before the position must be there.
    func find(_ position: TailPosition) throws(DaemonError) -> Found? {
        let current = LogFile(path: path)
        // With nothing read yet, only the file itself tells.
        if let current, try holds(current, position) {
            if position.offset > 0 || current.identity == position.identity { return .inPlace(current) }
        }
        let older = siblings(without: current?.identity)
        for file in older where file.identity == position.identity {
            if try holds(file, position) { return .rotated(file) }
        }
        guard position.tail.count >= Self.leastTail else { return nil }
        if let current, let offset = try Self.search(position.tail, in: current) {
            return .shrunk(current, offset: offset)
        }
        for file in older where try holds(file, position) { return .rotated(file) }
        return nil
    }

    /// The oldest file that was begun after `reader` ended its own and is not the log itself; known by the times of
    /// its lines.
    func next(after reader: LogReader, without read: Set<LogFile.Identity>) throws(DaemonError) -> LogFile? {
        let current = LogFile.look(at: path)?.identity
        guard let end = Self.lastTime(reader.place.tail) else { return nil }
        var best: (file: LogFile, time: UInt64)?
        for file in siblings(without: current) {
            guard file.identity != reader.file.identity, !read.contains(file.identity),
                file.modified >= reader.file.modified,
                let time = Self.firstTime(try file.bytes(at: 0, count: 1 << 14)), time >= end
            else { continue }
            if best.map({ time < $0.time }) ?? true { best = (file, time) }
        }
        return best?.file
    }

    /// Whether the bytes before the position's offset are the position's.
    private func holds(_ file: LogFile, _ position: TailPosition) throws(DaemonError) -> Bool {
        guard file.size >= position.offset else { return false }
        let count = position.tail.count
        return try file.bytes(at: position.offset - UInt64(count), count: count) == position.tail
    }

    /// The files whose names tell that they were the log.
    private func siblings(without current: LogFile.Identity?) -> [LogFile] {
        let slash = path.lastIndex(of: "/")
        let folder = slash.map { path[..<$0].isEmpty ? "/" : String(path[..<$0]) } ?? "."
        let name = slash.map { path[path.index(after: $0)...] } ?? path[...]
        guard !name.isEmpty, let directory = opendir(folder) else { return [] }
        defer { closedir(directory) }
        var files: [LogFile] = []
        while files.count < Self.most, let entry = readdir(directory) {
            let found = withUnsafeBytes(of: &entry.pointee.d_name) { bytes in
                String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
            }
            guard Self.isRotated(found, of: name) else { continue }
            if let file = LogFile(path: "\(folder)/\(found)"), file.identity != current { files.append(file) }
        }
        return files
    }

    /// Whether `found` is `log` with something behind it (`debug.log.1`, `debug.log-20261121`), or with figures before its
    /// ending (`debug-20261121.log`, `debug.1.log`), and not compressed. Other logs may lie in the same folder: that of
    /// another node is `debug-signet.log`, say.
    static func isRotated(_ found: String, of log: Substring) -> Bool {
        guard found != log, ![".gz", ".zst", ".xz", ".bz2"].contains(where: found.hasSuffix) else { return false }
        if found.hasPrefix(log) { return true }
        let stem = log.prefix { $0 != "." }
        let ending = log.dropFirst(stem.count)
        guard !stem.isEmpty, !ending.isEmpty, found.hasPrefix(stem) else { return false }
        let rest = found.dropFirst(stem.count)
        guard let end = rest.ranges(of: ending).first else { return false }
        let between = rest[..<end.lowerBound]
        guard let first = between.utf8.first, "-_.".utf8.contains(first) else { return false }
        return between.utf8.allSatisfy { 0x30...0x39 ~= $0 || "-_.:TZ".utf8.contains($0) }
    }

    /// The place behind the last `tail` in what Core keeps of a log.
    private static func search(_ tail: [UInt8], in file: LogFile) throws(DaemonError) -> UInt64? {
        let bytes = try file.bytes(at: 0, count: coreKeeps)
        return bytes.withUnsafeBytes { bytes in
            tail.withUnsafeBytes { tail -> UInt64? in
                guard let base = bytes.baseAddress, let known = tail.baseAddress else { return nil }
                var (from, last): (Int, UInt64?) = (0, nil)
                while bytes.count - from >= tail.count,
                    let match = memchr(base + from, Int32(tail[0]), bytes.count - from - tail.count + 1)
                {
                    from = UnsafeRawPointer(match) - base + 1
                    if memcmp(match, known, tail.count) == 0 { last = UInt64(from - 1 + tail.count) }
                }
                return last
            }
        }
    }

    private static func firstTime(_ bytes: [UInt8]) -> UInt64? {
        bytes.split(separator: 0x0A).lazy.compactMap(time).first
    }

    private static func lastTime(_ bytes: [UInt8]) -> UInt64? {
        // The first of them is cut.
        bytes.split(separator: 0x0A).dropFirst().reversed().lazy.compactMap(time).first
            ?? bytes.split(separator: 0x0A).first.flatMap(time)
    }

    private static func time(_ line: ArraySlice<UInt8>) -> UInt64? {
        var parser = LogParser()
        let time = line.withUnsafeBytes { parser.event($0).logTimestamp }
        return time == 0 ? nil : time
    }
}
