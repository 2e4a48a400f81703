public import PeerObserver

/// An archive that was closed.
public struct ClosedArchive: Sendable, Equatable {
    public let path: String
    /// Bytes of the file.
    public let size: UInt64
    public let summary: IndexSummary
}

extension ClosedArchive {
    /// Removes the archive and its index.
    public func remove() throws(ArchiveError) {
        try Files.remove(path)
        try Files.remove(ArchiveName.index(of: path))
    }
}

/// Writes an archive and its index into files: `<path>.partial` and `<path>.idx.partial` until they are closed.
///
/// Once a call has thrown, only `abandon` is of use.
// Proof of Sendable: what it points to is its own alone, and it cannot be copied.
public struct ArchiveWriter: ~Copyable, @unchecked Sendable {
    /// What the archive will be called.
    public let path: String
    private var encoder: ArchiveEncoder
    private var file: OutputFile
    /// nil where the index could not be written: it can be made anew from the archive.
    private var index: OutputFile?
    private var indexEntries: [UInt8]

    private static let writeMark = 256 << 10

    private init(
        path: String, encoder: consuming ArchiveEncoder, file: consuming OutputFile, index: consuming OutputFile?,
        indexEntries: [UInt8]
    ) {
        self.path = path
        self.encoder = encoder
        self.file = file
        self.index = index
        self.indexEntries = indexEntries
    }

    /// Begins an archive; neither it nor a partial one may be there.
    public init(path: String, header: ArchiveHeader, settings: ArchiveSettings) throws(ArchiveError) {
        try self.init(path: path, encodedHeader: header.encoded(), settings: settings)
    }

    /// Begins an archive; a partial one of its name may not be there.
    /// - Parameters:
    ///   - encodedHeader: goes into the archive as it is.
    ///   - replacing: whether it takes the place of an archive that has its name.
    public init(
        path: String, encodedHeader: [UInt8], settings: ArchiveSettings, replacing: Bool = false
    ) throws(ArchiveError) {
        guard replacing || !Files.exists(path) else {
            throw .file(path: path, operation: "create", code: ArchiveError.alreadyThere)
        }
        var encoder = try ArchiveEncoder(encodedHeader: encodedHeader, settings: settings)
        var file = try OutputFile.make(ArchiveName.partial(path))
        do throws(ArchiveError) {
            try encoder.write(to: &file)
            if settings.sync == .block { try file.sync() }
        } catch {
            try? Files.remove(file.path)
            throw error
        }
        let indexPath = ArchiveName.partial(ArchiveName.index(of: path))
        // What a crash left under this name belongs to no archive.
        try? Files.remove(indexPath)
        let start = ArchiveIndex.framed(.start(encoder.start))
        let index = Self.beginIndex(indexPath, start, settings.sync)
        if settings.needsIndex, index == nil {
            try? Files.remove(file.path)
            throw .index(reason: "\(indexPath) cannot be written")
        }
        self.init(
            path: path, encoder: encoder, file: file, index: index, indexEntries: settings.seekable ? start : [])
    }

    /// nil where it cannot be: then there is no file, either.
    private static func beginIndex(_ path: String, _ start: [UInt8], _ sync: ArchiveSync) -> OutputFile? {
        do throws(ArchiveError) {
            var file = try OutputFile.make(path)
            try file.write(start.span.bytes)
            if sync == .block { try file.sync() }
            return file
        } catch {
            try? Files.remove(path)
            return nil
        }
    }

    /// Bytes written and about to be.
    public var size: UInt64 { encoder.size }
    /// Bytes of the file.
    public var writtenBytes: UInt64 { file.size }
    /// Events in blocks that have ended.
    public var events: UInt64 { encoder.events }
    /// Events that would be lost now in a crash.
    public var pendingEvents: UInt64 { encoder.pendingEvents }
    public var isBlockFull: Bool { encoder.isBlockFull }

    /// Adds an event as it is. Ends no block: see `isBlockFull`.
    public mutating func append(_ event: RawSpan, suffix: [UInt8] = [], _ note: EventNote) throws(ArchiveError) {
        try encoder.append(event, suffix: suffix, note)
        if encoder.output.byteCount >= Self.writeMark { try writeOutput() }
    }

    /// Adds an event as it is, and ends the block where it is full.
    public mutating func append(_ event: RawSpan) throws(ArchiveError) {
        let note: EventNote
        do throws(WireError) {
            note = try EventNote(event)
        } catch {
            throw .settings(reason: "an event that is no event: \(error)")
        }
        try append(event, note)
        if isBlockFull { try endBlock() }
    }

    /// Writes the block out, and brings it to the disk itself where the settings ask for that.
    @discardableResult
    public mutating func endBlock() throws(ArchiveError) -> IndexBlock? {
        guard let block = try encoder.makeBlock() else { return nil }
        try writeOutput()
        if encoder.settings.sync == .block { try file.sync() }
        // Behind its block, so that the index of a crashed archive never tells of what is not there.
        try writeIndex(.block(block))
        encoder.commitBlock(block)
        return block
    }

    /// Takes note of a message of the JetStream stream that is not kept: the block at hand tells of it as read.
    public mutating func pass(_ streamSequence: UInt64) { encoder.pass(streamSequence) }

    /// Ends the archive and gives it its name.
    /// - Parameter lost: what else to tell in its index.
    public consuming func close(lost: [LostCount] = []) throws(ArchiveError) -> ClosedArchive {
        try endBlock()
        let (_, summary) = try encoder.finish(lost: lost)
        return try finish(summary)
    }

    /// Ends an archive that cannot be written any more behind its last whole block. Tells also how many events are lost by that.
    ///
    /// Throws where not even that can be written: the partial file stays, to be recovered.
    public consuming func abandon(lost: [LostCount] = []) throws(ArchiveError) -> (ClosedArchive, lost: UInt64) {
        let (count, ending) = encoder.abandonBlock()
        try file.truncate(to: encoder.mark.offset)
        try file.write(ending.span.bytes)
        let summary = encoder.summaryAtMark(size: file.size, lost: lost)
        return (try finish(summary), count)
    }

    /// Gives the archive up: nothing of it stays.
    public consuming func discard() throws(ArchiveError) {
        try Files.remove(file.path)
        try Files.remove(ArchiveName.partial(ArchiveName.index(of: path)))
    }

    private consuming func finish(_ summary: IndexSummary) throws(ArchiveError) -> ClosedArchive {
        try writeIndex(.summary(summary))
        if encoder.settings.seekable { encoder.appendIndex(indexEntries) }
        try writeOutput()
        if encoder.settings.sync != .never { try file.sync() }
        let partial = file.path
        let size = file.size
        let journal = ArchiveName.partial(ArchiveName.index(of: path))
        let isBeside = index != nil && !encoder.settings.seekable
        if isBeside {
            if encoder.settings.sync == .close { try? index?.sync() }
            try? Files.rename(journal, to: ArchiveName.index(of: path))
        } else {
            // That of an archive which is replaced.
            try Files.remove(ArchiveName.index(of: path))
        }
        try Files.rename(partial, to: path)
        // Not before: as long as the archive is partial, its index is at hand.
        if !isBeside { try? Files.remove(journal) }
        if encoder.settings.sync != .never { try Files.syncFolder(of: path) }
        return ClosedArchive(path: path, size: size, summary: summary)
    }

    private mutating func writeOutput() throws(ArchiveError) { try encoder.write(to: &file) }

    /// An index that cannot be written is given up, unless it is needed.
    private mutating func writeIndex(_ entry: IndexEntry.Entry) throws(ArchiveError) {
        let bytes = ArchiveIndex.framed(entry)
        do throws(ArchiveError) {
            try writeBeside(bytes)
        } catch {
            if encoder.settings.needsIndex { throw error }
        }
        if encoder.settings.seekable { indexEntries += bytes }
    }

    private mutating func writeBeside(_ bytes: [UInt8]) throws(ArchiveError) {
        guard let before = index?.size else { throw .index(reason: "it cannot be written") }
        do throws(ArchiveError) {
            try index?.write(bytes.span.bytes)
            if encoder.settings.sync == .block { try index?.sync() }
        } catch {
            // Where it is needed, it goes on telling of the blocks before.
            if !encoder.settings.needsIndex || (try? index?.truncate(to: before)) == nil {
                try? Files.remove(ArchiveName.partial(ArchiveName.index(of: path)))
                index = nil
            }
            throw error
        }
    }
}

extension ArchiveEncoder {
    fileprivate mutating func write(to file: inout OutputFile) throws(ArchiveError) {
        let count = output.byteCount
        try file.write(output)
        takeOutput(count)
    }
}
