import ArchiveFormat
import Glibc
import PeerObserver

/// Writes new archives.
enum NewArchive {
    /// Makes an archive of what `fill` puts into it; nothing of it stays where that throws.
    static func make(
        _ path: String, encodedHeader: [UInt8], _ options: ArchiveOptions,
        _ fill: (inout ArchiveWriter) throws -> Void
    ) throws -> ClosedArchive {
        do {
            var writer = try ArchiveWriter(
                path: path, encodedHeader: encodedHeader, settings: options.settings, replacing: options.force)
            do {
                try fill(&writer)
            } catch {
                try? writer.discard()
                throw error
            }
            return try writer.close()
        } catch let error as ArchiveError {
            // Of an archive that another run writes, nothing is removed.
            if case .file(_, let operation, _) = error, operation == "create" || operation == "lock" { throw error }
            for partial in ["\(path).partial", "\(path).idx.partial"] { unlink(partial) }
            throw error
        }
    }

    /// What a new archive is told to be: one line.
    static func describe(_ archive: ClosedArchive, from inputs: Int) -> String {
        let summary = archive.summary
        return "\(archive.path): \(summary.events) events of \(inputs) \(inputs == 1 ? "archive" : "archives"), "
            + "\(archive.size) bytes (\(summary.contentSize) decompressed)"
    }
}

extension ArchiveWriter {
    /// Adds an event as it is, whether or not it is one, and ends the block where it is full.
    mutating func add(_ event: RawSpan, suffix: [UInt8] = [], _ note: EventNote) throws(ArchiveError) {
        try append(event, suffix: suffix, note)
        if isBlockFull { try endBlock() }
    }
}

/// Notes of events, some of which may be none.
struct NoteReader {
    private var lastTime: UInt64 = 0

    /// What cannot be read counts as unknown, at the time of the event before it.
    mutating func note(_ event: RawSpan) -> EventNote {
        let note = (try? EventNote(event)) ?? EventNote(kind: EventNote.unknownKind, time: lastTime)
        lastTime = note.time
        return note
    }
}

/// The field that names the node, as it is added to events which do not name theirs.
enum NodeField {
    static func encoded(_ node: String) -> [UInt8] {
        var event = Event(timestamp: 0)
        event.node = node
        // Without the time before it, which takes two bytes.
        return Array(event.encoded().dropFirst(2))
    }
}
