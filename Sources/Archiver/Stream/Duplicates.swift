import ArchiveFormat
import PeerObserver

/// Finds events that were archived before: by node, subject, extractor's run and sequence; and by their number in the JetStream
/// stream, which those of upstream's extractors have alone.
struct Duplicates: Sendable {
    private struct Key: Hashable {
        let node: String?
        let kind: String
        let streamID: UInt64
    }

    private struct Known {
        var ranges = SequenceRanges()
        /// When it was used last.
        var age: UInt64
    }

    /// What is in whole blocks.
    private var committed: [Key: Known] = [:]
    /// What is in the block at hand.
    private var pending: [Key: SequenceRanges] = [:]
    private var committedNumbers = SequenceRanges()
    private var pendingNumbers = SequenceRanges()
    private var age: UInt64 = 0

    /// Runs of extractors that are remembered; beyond it, the one that was silent the longest is forgotten.
    static let limit = 8192

    /// Takes note of an event of the block at hand; false for one that is known.
    mutating func insert(_ note: EventNote) -> Bool {
        if let number = note.streamSequence {
            guard !committedNumbers.contains(number), pendingNumbers.insert(number) else { return false }
        }
        guard note.streamID != 0, note.sequence != 0, EventNote.isShort(note.node) else { return true }
        let key = Key(node: note.node, kind: note.kind, streamID: note.streamID)
        guard committed[key]?.ranges.contains(note.sequence) != true else { return false }
        return pending[key, default: SequenceRanges()].insert(note.sequence)
    }

    /// Takes note of a message that is not kept, so that the numbers stay few ranges.
    mutating func pass(_ number: UInt64) { pendingNumbers.insert(number) }

    /// The block at hand is written.
    mutating func commit() {
        age += 1
        for (key, ranges) in pending {
            var known = committed.removeValue(forKey: key) ?? Known(age: age)
            known.age = age
            for range in ranges.ranges { known.ranges.insert(range) }
            committed[key] = known
        }
        for range in pendingNumbers.ranges { committedNumbers.insert(range) }
        rollback()
        guard committed.count > Self.limit else { return }
        for (key, _) in committed.sorted(by: { $0.value.age < $1.value.age }).prefix(committed.count - Self.limit) {
            committed[key] = nil
        }
    }

    /// The block at hand is lost.
    mutating func rollback() {
        pending.removeAll(keepingCapacity: true)
        pendingNumbers = SequenceRanges()
    }

    /// Takes over what an archive holds.
    /// - Parameter withNumbers: whether its numbers are those of the stream that is read now.
    mutating func learn(_ summary: IndexSummary, withNumbers: Bool) {
        for stream in summary.streams {
            let key = Key(node: stream.node, kind: stream.kind, streamID: stream.streamID)
            var known = committed.removeValue(forKey: key) ?? Known(age: age)
            for range in stream.ranges where range.first <= range.last { known.ranges.insert(range.first...range.last) }
            committed[key] = known
        }
        guard withNumbers else { return }
        for range in summary.streamSequences where range.first <= range.last {
            committedNumbers.insert(range.first...range.last)
        }
    }
}
