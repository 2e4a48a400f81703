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
    /// - Parameter inspect: is shown every event that is kept.
    public static func recover(
        _ partial: String, as path: String, sync: ArchiveSync = .close, inspect: (RawSpan) -> Void = { _ in }
    ) throws(ArchiveError) -> Result {
        guard partial == path || !Files.exists(path) else {
            throw .file(path: path, operation: "create", code: ArchiveWriter.alreadyThere)
        }
        var scan = try ArchiveScan.open(partial)
        try scan.run(inspect)
        guard let start = scan.start, let end = scan.end else { throw scan.damage ?? .empty }
        let dropped = scan.fileSize - end.offset
        let (builder, blocks, damage) = (scan.builder, scan.blocks, scan.damage)
        var file = try OutputFile.make(partial, continuingAt: end.offset)
        try file.write(end.ending.span.bytes)
        let summary = builder.summary(
            size: file.size, checksum: end.contentHash.value, lost: [], recovered: true)
        var index = ArchiveIndex.framed(.start(start))
        // Too many blocks: the archive is put right without telling of them.
        let isIndexed = blocks.count <= ArchiveScan.blockLimit
        for block in blocks { index += ArchiveIndex.framed(.block(block)) }
        index += ArchiveIndex.framed(.summary(summary))
        if start.seekable == true, isIndexed {
            try file.write(IndexFrame.encode(index).span.bytes)
        } else if isIndexed {
            try writeIndex(index, ArchiveName.index(of: path), sync)
        }
        if sync != .never { try file.sync() }
        let size = file.size
        if partial != path { try Files.rename(partial, to: path) }
        if sync != .never { try Files.syncFolder(of: path) }
        return Result(
            archive: ClosedArchive(path: path, size: size, summary: summary), droppedBytes: dropped,
            damage: damage)
    }

    private static func writeIndex(_ bytes: [UInt8], _ path: String, _ sync: ArchiveSync) throws(ArchiveError) {
        let partial = ArchiveName.partial(path)
        try Files.remove(partial)
        var file = try OutputFile.make(partial)
        try file.write(bytes.span.bytes)
        if sync != .never { try file.sync() }
        try Files.rename(partial, to: path)
    }
}
