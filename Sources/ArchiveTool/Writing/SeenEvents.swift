import ArchiveFormat

/// Knows which events came before, by node, kind, stream and sequence.
///
/// Memory is bounded: 1,024 ranges of numbers for each of 4,096 streams; of more, the lowest, and the one that was silent the
/// longest, are forgotten. What comes twice does so at about the same time, and is found all the same.
struct SeenEvents {
    private struct Key: Hashable {
        let node: String?
        let kind: String
        let streamID: UInt64
    }

    private struct Stream {
        var ranges = SequenceRanges()
        var used: UInt64 = 0
    }

    private var streams: [Key: Stream] = [:]
    private var time: UInt64 = 0
    /// Events without a number, or with a node's name that is too long, of which nobody can tell.
    private(set) var unnumbered: UInt64 = 0

    private let limit: Int

    init(limit: Int = 4096) { self.limit = limit }

    /// False for an event that came before.
    mutating func insert(_ note: EventNote) -> Bool {
        guard note.streamID != 0, note.sequence != 0, EventNote.isShort(note.node) else {
            unnumbered += 1
            return true
        }
        time += 1
        let key = Key(node: note.node, kind: note.kind, streamID: note.streamID)
        if streams[key] == nil, streams.count >= limit { forget() }
        let now = time
        return Self.insert(note.sequence, into: &streams[key, default: Stream()], at: now)
    }

    private static func insert(_ number: UInt64, into stream: inout Stream, at time: UInt64) -> Bool {
        stream.used = time
        return stream.ranges.insert(number)
    }

    /// Forgets a quarter of the streams, so that not every further one looks through all.
    private mutating func forget() {
        for (key, _) in streams.sorted(by: { $0.value.used < $1.value.used }).prefix(max(1, limit / 4)) {
            streams[key] = nil
        }
    }
}
