import PeerObserver

/// Gathers what an index tells, while an archive is written or read.
struct IndexBuilder: Sendable {
    private struct Times {
        var first = UInt64.max
        var last: UInt64 = 0

        mutating func add(_ time: UInt64) {
            first = min(first, time)
            last = max(last, time)
        }
    }

    private let start: IndexStart
    /// Of the blocks that have ended.
    private var totalKinds = KindCounts()
    private var totalTimes = Times()
    private var streams = StreamCounts()
    private var streamSequences = SequenceRanges()
    private(set) var totalEvents: UInt64 = 0
    private var offset: UInt64
    private var contentOffset: UInt64
    /// Of the block at hand.
    private var notes: [EventNote] = []
    private var kinds = KindCounts()
    private var times = Times()
    private var contentSize: UInt64 = 0
    /// Numbers of the JetStream stream that were read, kept or not: in the order in which they came, so that they stay few ranges.
    private var sequences = SequenceRanges()

    init(_ start: IndexStart) {
        self.start = start
        offset = start.offset
        contentOffset = start.contentOffset
    }

    /// Events of the block at hand.
    var pendingEvents: UInt64 { UInt64(notes.count) }
    var pendingContent: UInt64 { contentSize }
    /// Where the last whole block ends in the file.
    var end: (offset: UInt64, contentOffset: UInt64) { (offset, contentOffset) }

    /// - Parameter size: bytes of content, the length included.
    mutating func add(_ note: EventNote, size: Int) {
        notes.append(note)
        kinds.add(note.kind)
        times.add(note.time)
        contentSize += UInt64(size)
        if let number = note.streamSequence { sequences.insert(number) }
    }

    /// Takes note of a message of the JetStream stream that is not kept. Without these, filters would leave more ranges than are kept.
    mutating func pass(_ number: UInt64) { sequences.insert(number) }

    /// The block at hand, as it is when it ends there; nil where nothing is in it.
    func block(offset end: UInt64, checksum: UInt64) -> IndexBlock? {
        guard !notes.isEmpty else { return nil }
        return IndexBlock(
            offset: offset, size: end - offset, contentOffset: contentOffset, contentSize: contentSize,
            events: pendingEvents, firstTime: times.first, lastTime: times.last, checksum: checksum,
            kinds: kinds.encoded, streamSequences: sequences.encoded)
    }

    /// The block at hand has ended.
    mutating func commit(_ block: IndexBlock) {
        for note in notes { streams.add(note) }
        for range in block.streamSequences { streamSequences.insert(range.first...range.last) }
        totalKinds.add(kinds)
        totalTimes.add(times.first)
        totalTimes.add(times.last)
        totalEvents += pendingEvents
        (offset, contentOffset) = (offset + block.size, contentOffset + contentSize)
        dropBlock()
    }

    /// Forgets the block at hand.
    mutating func dropBlock() {
        notes.removeAll(keepingCapacity: true)
        kinds = KindCounts()
        times = Times()
        contentSize = 0
        sequences = SequenceRanges()
    }

    /// - Parameter size: of the file, without an index inside it.
    func summary(size: UInt64, checksum: UInt64, lost: [LostCount], recovered: Bool) -> IndexSummary {
        IndexSummary(
            size: size, contentSize: contentOffset, events: totalEvents,
            firstTime: totalEvents > 0 ? totalTimes.first : 0, lastTime: totalTimes.last, checksum: checksum,
            kinds: totalKinds.encoded, streams: streams.encoded,
            unlistedEvents: streams.unlisted > 0 ? streams.unlisted : nil, lost: lost,
            streamSequences: streamSequences.encoded, recovered: recovered ? true : nil)
    }
}
