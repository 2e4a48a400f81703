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
    private var committedNumbers = SequenceRanges(limit: rangeLimit)
    private var pendingNumbers = SequenceRanges(limit: rangeLimit)
    /// Every message of the stream up to this number was taken, or is not to be had; nil where nothing is known.
    private(set) var position: UInt64?
    private var age: UInt64 = 0

    /// Runs of extractors that are remembered; beyond it, the one that was silent the longest is forgotten.
    static let limit = 8192
    /// Gaps between the numbers that were taken.
    private static let rangeLimit = 8192

    /// Takes note of an event of the block at hand; false for one that is known.
    mutating func insert(_ note: EventNote) -> Bool {
        if let number = note.streamSequence {
            guard number > position ?? 0, !committedNumbers.contains(number), pendingNumbers.insert(number) else {
                return false
            }
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
        advance()
        guard committed.count > Self.limit else { return }
        for (key, _) in committed.sorted(by: { $0.value.age < $1.value.age }).prefix(committed.count - Self.limit) {
            committed[key] = nil
        }
    }

    /// The block at hand is lost.
    mutating func rollback() {
        pending.removeAll(keepingCapacity: true)
        pendingNumbers = SequenceRanges(limit: Self.rangeLimit)
    }

    // MARK: What never came

    /// Takes over where an earlier run stood. Without that, what the archives hold is taken as whole from its first number on, and without
    /// archives what the server takes as acknowledged as done: so a new consumer and an empty folder begin anew.
    mutating func start(from saved: UInt64?, acknowledged: UInt64) {
        let first = committedNumbers.ranges.first?.lowerBound
        let isAnew = acknowledged == 0 && first == nil
        position = isAnew ? 0 : saved ?? first.map { $0 - 1 } ?? acknowledged
        advance()
    }

    /// Takes note that the stream holds nothing below `number`. Returns how many messages that makes unavailable.
    mutating func pass(below number: UInt64) -> UInt64 {
        guard let position, number > position + 1 else { return 0 }
        let gone = gaps(below: number).reduce(0) { $0 + UInt64($1.count) }
        committedNumbers.insert(position + 1...number - 1)
        advance()
        return gone
    }

    /// The lowest numbers below `end` that were never taken.
    func missing(below end: UInt64, limit: Int) -> [UInt64] {
        var numbers: [UInt64] = []
        for gap in gaps(below: end) where numbers.count < limit {
            numbers += gap.prefix(limit - numbers.count)
        }
        return numbers
    }

    private func gaps(below end: UInt64) -> [Range<UInt64>] {
        guard let position else { return [] }
        var taken = committedNumbers
        for range in pendingNumbers.ranges { taken.insert(range) }
        var (gaps, next): ([Range<UInt64>], UInt64) = ([], position + 1)
        for range in taken.ranges where range.upperBound >= next {
            guard range.lowerBound < end else { break }
            if range.lowerBound > next { gaps.append(next..<range.lowerBound) }
            next = range.upperBound + 1
        }
        if next < end { gaps.append(next..<end) }
        return gaps
    }

    private mutating func advance() {
        guard let known = position, let first = committedNumbers.ranges.first else { return }
        // With so many gaps, the lowest ranges are forgotten: what lies there is given up.
        if committedNumbers.ranges.count == Self.rangeLimit { position = max(known, first.lowerBound - 1) }
        for range in committedNumbers.ranges {
            guard let known = position, range.lowerBound <= known + 1 else { break }
            position = max(known, range.upperBound)
        }
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
