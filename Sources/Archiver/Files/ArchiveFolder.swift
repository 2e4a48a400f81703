import ArchiveFormat
import Daemon
import Glibc
import Logging
import PeerObserver

/// The folder of the archives: what lies in it from earlier runs, and what is deleted.
struct ArchiveFolder: Sendable {
    let path: String
    let base: String
    private(set) var closed: ClosedList
    private let retention: Retention
    private let logger: Logger
    private(set) var deletedFiles: UInt64 = 0
    private(set) var recoveredFiles: UInt64 = 0

    /// Makes the folder where it is missing.
    init(path: String, base: String, retention: Retention, logger: Logger) throws(DaemonError) {
        self.path = path
        self.base = base
        self.retention = retention
        self.logger = logger
        try Self.make(path)
        guard access(path, W_OK | X_OK) == 0 else {
            throw DaemonError("cannot write to \(path): \(errnoText(errno))", hint: "check the rights of --output-dir")
        }
        closed = try ClosedList(folder: path, base: base)
    }

    private static func make(_ path: String) throws(DaemonError) {
        var made = path.hasPrefix("/") ? "" : "."
        for part in path.split(separator: "/") {
            made += "/\(part)"
            guard mkdir(made, 0o755) == 0 || errno == EEXIST else {
                throw DaemonError("cannot make the folder \(made): \(errnoText(errno))")
            }
        }
    }

    // MARK: Earlier runs

    /// The names of archives that were not closed, without the ending that says so; in order.
    func unclosed() -> [String] {
        names().filter { $0.hasSuffix(ArchiveName.partialEnding) }
            .map { String($0.dropLast(ArchiveName.partialEnding.count)) }
            .filter { ArchiveName.isName($0, base: base) }.sorted()
    }

    /// Gives an archive that was not closed an end and its name; nil where it has to be left as it is.
    /// - Parameter onlyIndexed: see `ArchiveRecovery`.
    func recover(_ name: String, sync: ArchiveSync, onlyIndexed: Bool) -> ClosedArchive? {
        do throws(ArchiveError) {
            let result = try ArchiveRecovery.recover(
                "\(path)/\(name)\(ArchiveName.partialEnding)", as: "\(path)/\(name)", sync: sync,
                onlyIndexed: onlyIndexed)
            guard result.archive.summary.events > 0 else {
                try result.archive.remove()
                return nil
            }
            logger.notice(
                "recovered an archive that was not closed",
                metadata: [
                    "file": "\(name)", "events": "\(result.archive.summary.events)",
                    "dropped_bytes": "\(result.droppedBytes)",
                ])
            return result.archive
        } catch {
            if Self.holdsNothing(error) {
                for ending in [ArchiveName.partialEnding, ArchiveName.indexEnding + ArchiveName.partialEnding] {
                    unlink("\(path)/\(name)\(ending)")
                }
                return nil
            }
            logger.warning(
                "left an archive as it is that was not closed", metadata: ["file": "\(name)", "reason": "\(error)"])
            return nil
        }
    }

    /// Whether the archive ended before its header did.
    private static func holdsNothing(_ error: ArchiveError) -> Bool {
        if case .truncated(let position, _) = error { return position.contentOffset == 0 }
        return error == .empty
    }

    /// Recovers all that were not closed.
    mutating func recoverAll(sync: ArchiveSync, onlyIndexed: Bool) -> [ClosedArchive] {
        let recovered = unclosed().compactMap { recover($0, sync: sync, onlyIndexed: onlyIndexed) }
        for archive in recovered { note(recovered: archive) }
        return recovered
    }

    /// Archives whose events may come again: the server forgets at most the acknowledgements of its last seconds.
    private static let recentFiles = 64

    /// What the newest archives hold, and whether their numbers are those of `stream` and what is left out by `filters`. By their names
    /// alone: a kill can come between an archive's last name and the list of closed ones.
    func newestSummaries(
        _ stream: StreamIdentity, filters: [String]
    ) -> [(summary: IndexSummary, isOfStream: Bool)] {
        names().filter { ArchiveName.isName($0, base: base) }.sorted().suffix(Self.recentFiles).compactMap { name in
            do throws(ArchiveError) {
                guard let summary = try ArchiveIndex.load(forArchive: "\(path)/\(name)")?.summary else { return nil }
                var reader = try ArchiveReader(path: "\(path)/\(name)")
                let header = try reader.readHeader()
                let isOfStream = header.stream == stream.name && header.streamCreatedNs == stream.created
                return (summary, isOfStream && header.filters == filters)
            } catch {
                logger.warning(
                    "cannot tell what an archive holds: its events may be archived again",
                    metadata: ["file": "\(name)", "reason": "\(error)"])
                return nil
            }
        }
    }

    /// Removes partial indexes without a partial archive: a kill came between the two.
    func removeOrphans() {
        let all = Set(names())
        let ending = ArchiveName.indexEnding + ArchiveName.partialEnding
        for journal in all where journal.hasSuffix(ending) {
            let name = String(journal.dropLast(ending.count))
            guard ArchiveName.isName(name, base: base), !all.contains(name + ArchiveName.partialEnding) else {
                continue
            }
            unlink("\(path)/\(journal)")
        }
    }

    private func names() -> [String] {
        guard let directory = opendir(path) else { return [] }
        defer { closedir(directory) }
        var names: [String] = []
        while let entry = readdir(directory) {
            let name = withUnsafePointer(to: &entry.pointee.d_name) { name in
                // Proof: the system ends names with a zero within the field.
                name.withMemoryRebound(to: CChar.self, capacity: MemoryLayout.size(ofValue: name.pointee)) {
                    String(cString: $0)
                }
            }
            names.append(name)
        }
        return names
    }

    // MARK: Archives that were closed

    mutating func note(recovered archive: ClosedArchive) {
        recoveredFiles += 1
        note(archive)
    }

    /// Takes note of an archive that was closed.
    mutating func note(_ archive: ClosedArchive) {
        let name = String(archive.path.dropFirst(path.count + 1))
        do throws(DaemonError) {
            try closed.append(ClosedList.Entry(name: name, size: archive.size))
        } catch {
            // It is kept for good then: not on the list, not deleted.
            logger.warning("\(error)")
        }
    }

    /// Deletes what is too old or too much. The archive that is being written is not among it.
    mutating func deleteExpired(now: UInt64) {
        guard retention != Retention(), !closed.entries.isEmpty else { return }
        var files: [String: Retention.File] = [:]
        for entry in closed.entries {
            var status = stat()
            guard lstat("\(path)/\(entry.name)", &status) == 0, status.st_mode & S_IFMT == S_IFREG else { continue }
            files[entry.name] = Retention.File(
                modified: UInt64(max(0, status.st_mtim.tv_sec)), size: UInt64(status.st_size))
        }
        let expired = retention.expired(closed.entries, files: files, now: now)
        for name in expired {
            guard unlink("\(path)/\(name)") == 0 else {
                logger.warning("cannot delete \(path)/\(name): \(errnoText(errno))")
                continue
            }
            unlink("\(path)/\(name)\(ArchiveName.indexEnding)")
            deletedFiles += 1
            logger.info("deleted an archive", metadata: ["file": "\(name)"])
        }
        // What is not there any more, or is not ours any more, leaves the list as well.
        let gone = closed.entries.filter { files[$0.name]?.size != $0.size }.map(\.name)
        guard !expired.isEmpty || !gone.isEmpty else { return }
        do throws(DaemonError) {
            try closed.remove(Set(expired + gone))
        } catch {
            logger.warning("\(error)")
        }
    }

    /// Bytes that may still be written.
    var freeBytes: UInt64? {
        var status = statvfs()
        guard statvfs(path, &status) == 0 else { return nil }
        return UInt64(status.f_bavail) &* UInt64(status.f_frsize)
    }
}
