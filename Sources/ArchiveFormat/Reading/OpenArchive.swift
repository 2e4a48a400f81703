import PeerObserver

/// A part of time, in milliseconds since the Unix epoch.
struct Times: Sendable {
    let from: UInt64
    /// The first that does not belong to it.
    let to: UInt64?

    func contain(_ time: UInt64) -> Bool { time >= from && to.map { time < $0 } ?? true }

    /// The blocks to read; nil where none holds anything of these times.
    func range(in index: ArchiveIndex) -> WaitingArchive.Blocks? {
        guard to != 0 else { return nil }
        let blocks = index.blocks(within: from...max(from, to.map { $0 - 1 } ?? .max))
        guard to.map({ from < $0 }) ?? true, let first = blocks.first, let last = blocks.last else { return nil }
        return WaitingArchive.Blocks(
            first: first, isSeekable: index.start.seekable == true, end: last.contentOffset + last.contentSize,
            isToEnd: last.offset == index.blocks.last?.offset)
    }
}

/// An archive whose time has not come.
struct WaitingArchive {
    /// Which part of it is read.
    struct Blocks {
        let first: IndexBlock
        let isSeekable: Bool
        /// Where reading ends, in the content.
        let end: UInt64
        let isToEnd: Bool
    }

    let path: String
    let order: Int
    let firstTime: UInt64
    let size: UInt64
    /// The archiver's run that it is of, and its number in that.
    var run: UInt64?
    var number: UInt64 = 0
    var blocks: Blocks?

    func comesAfter(_ other: WaitingArchive) -> Bool { (firstTime, order) > (other.firstTime, other.order) }
}

/// An archive that is read.
final class OpenArchive {
    let order: Int
    let size: UInt64
    let run: UInt64?
    let number: UInt64
    private var reader: ArchiveReader
    /// Where reading ends, in the content.
    private let end: UInt64
    private(set) var note = EventNote(kind: "", time: 0)
    private(set) var namesNode = false
    /// What it is known to need.
    private(set) var memory: UInt64 = 0

    init(_ waiting: WaitingArchive, limits: ArchiveLimits) throws(ArchiveError) {
        order = waiting.order
        size = waiting.size
        run = waiting.run
        number = waiting.number
        reader = try ArchiveReader(path: waiting.path, limits: limits)
        // Behind the last block, more may have been appended; and damage there should be told.
        end = waiting.blocks.map { $0.isToEnd ? .max : $0.end } ?? .max
        guard let blocks = waiting.blocks else { return }
        _ = try reader.readHeader()
        if blocks.isSeekable || reader.isPlain { try reader.seek(to: blocks.first) }
    }

    var path: String { reader.path }
    var time: UInt64 { note.time }
    var header: ArchiveHeader { reader.header ?? ArchiveHeader() }
    var bytesRead: UInt64 { min(size, reader.position.offset) }
    /// Valid until `next`.
    var eventBytes: UnsafeRawBufferPointer { Self.bytes(reader) }

    private static func bytes(_ reader: borrowing ArchiveReader) -> UnsafeRawBufferPointer {
        reader.event.withUnsafeBytes { $0 }
    }

    private static func note(_ reader: borrowing ArchiveReader) -> EventNote? { try? EventNote(reader.event) }

    func next() throws(ArchiveError) -> Bool {
        guard reader.position.contentOffset < end else { return false }
        let hasNext = try reader.next()
        memory = reader.memory
        return hasNext
    }

    /// nil where the event is none.
    func readNote() -> EventNote? {
        guard var note = Self.note(reader) else { return nil }
        namesNode = note.node != nil
        note.node = note.node ?? reader.header?.node
        self.note = note
        return note
    }
}
