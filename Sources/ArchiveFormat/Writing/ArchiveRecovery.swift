import PeerObserver

/// Puts an archive right that ends in the middle, in place and without compressing anything anew: what lies behind the last event that is whole
/// at the end of a zstd block is cut off, the frame is ended, and the index made.
public enum ArchiveRecovery {
    /// What became of an archive.
    public struct Result: Sendable {
        public let archive: ClosedArchive
        /// Bytes that were cut off.
        public let droppedBytes: UInt64
        /// What was wrong; nil for an archive that only lacked its name.
        public let damage: ArchiveError?
    }

    /// Recovers the archive at `partial`, and gives it the name `path`. Throws where not even the header is whole, or
    /// somebody still writes it.
    /// - Parameter onlyIndexed: cuts off what the index that its writer left does not tell of, where there is one.
    public static func recover(
        _ partial: String, as path: String, sync: ArchiveSync = .close, onlyIndexed: Bool = false
    ) throws(ArchiveError) -> Result {
        guard partial == path || !Files.exists(path) else {
            throw .file(path: path, operation: "create", code: ArchiveError.alreadyThere)
        }
        let journal = journal(of: path)
        let limit = onlyIndexed ? journal.map { $0.blocks.last.map { $0.offset + $0.size } ?? $0.start.offset } : nil
        var scan = try ArchiveScan.open(partial, limit: limit ?? .max)
        try scan.run()
        guard let start = scan.start, let end = scan.end else { throw scan.damage ?? .empty }
        let (dropped, damage) = (scan.fileSize - end.offset, scan.damage)
        var index = ArchiveIndex(start: start, blocks: scan.blocks)
        var summary = scan.builder.summary(size: 0, checksum: end.contentHash.value, lost: [], recovered: true)
        // Held until the end: whoever still writes the archive has it locked.
        var file = try OutputFile.make(partial, continuingAt: end.offset)
        try file.write(end.ending.span.bytes)
        summary.size = file.size
        if let journal, journal.start.checksum == start.checksum {
            index.blocks = joined(journal.blocks, index.blocks, end: end.offset)
            summary.streamSequences = SequenceRanges.joined(index.blocks.flatMap(\.streamSequences))
        }
        index.summary = summary
        try finish(&file, index, path, sync)
        if partial != path {
            try Files.rename(partial, to: path)
            // Not before: whoever recovers it again, after a kill, needs what its writer told.
            try Files.remove(ArchiveName.partial(ArchiveName.index(of: path)))
        }
        if sync != .never { try Files.syncFolder(of: path) }
        return Result(
            archive: ClosedArchive(path: path, size: file.size, summary: summary), droppedBytes: dropped,
            damage: damage)
    }

    /// The index that the writer of a partial archive left; with its last name where the writer ended between two renamings.
    private static func journal(of path: String) -> ArchiveIndex? {
        let index = ArchiveName.index(of: path)
        for name in [ArchiveName.partial(index), index] {
            guard var file = try? InputFile(name), let size = file.size, size <= UInt64(IndexFrame.longest),
                let bytes = try? file.bytes(at: 0, count: Int(size)), let found = try? ArchiveIndex(bytes)
            else { continue }
            return found
        }
        return nil
    }

    /// The writer's blocks as far as the archive reaches, and behind them those that were found.
    private static func joined(_ journal: [IndexBlock], _ found: [IndexBlock], end: UInt64) -> [IndexBlock] {
        let kept = journal.filter { $0.offset + $0.size <= end }
        let keptEnd = kept.last.map { $0.offset + $0.size } ?? 0
        let rest = found.filter { $0.offset >= keptEnd }
        // Blocks that were found may end elsewhere: then theirs are taken.
        guard
            rest.first.map({ $0.offset == keptEnd || kept.isEmpty })
                ?? (keptEnd == found.last.map { $0.offset + $0.size } ?? 0)
        else { return found }
        return kept + rest
    }

    private static func finish(
        _ file: inout OutputFile, _ index: ArchiveIndex, _ path: String, _ sync: ArchiveSync
    ) throws(ArchiveError) {
        // Too many blocks: the archive is put right without telling of them.
        let isIndexed = index.blocks.count <= ArchiveScan.blockLimit
        if isIndexed, index.start.seekable == true {
            try file.write(IndexFrame.encode(index.encoded()).span.bytes)
        } else if isIndexed {
            try writeIndex(index.encoded(), ArchiveName.index(of: path), sync)
        }
        if sync != .never { try file.sync() }
    }

    private static func writeIndex(_ bytes: [UInt8], _ path: String, _ sync: ArchiveSync) throws(ArchiveError) {
        let partial = path + ".new"
        try Files.remove(partial)
        var file = try OutputFile.make(partial)
        try file.write(bytes.span.bytes)
        if sync != .never { try file.sync() }
        try Files.rename(partial, to: path)
    }
}
