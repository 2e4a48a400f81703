public import PeerObserver

/// Sequence numbers by node, kind and extractor's run: what is missing, and what was there. Memory is bounded: of too many runs,
/// the further ones are not listed, and none whose node's name is too long to be one.
public struct StreamCounts: Sendable {
    private struct Key: Hashable {
        let node: String?
        let kind: String
        let streamID: UInt64
    }

    private struct Stream {
        let key: Key
        var events: UInt64 = 0
        var ranges = SequenceRanges()
        var first = UInt64.max
        var last: UInt64 = 0
    }

    private var streams: [Stream] = []
    private var indices: [Key: Int] = [:]
    private var latest = 0
    /// Events of streams beyond the limit, and of those with too long a name.
    public private(set) var unlisted: UInt64 = 0

    public static let limit = 4096

    public init() {}

    /// False for an event that was there already.
    @discardableResult
    public mutating func add(_ note: EventNote) -> Bool {
        guard note.streamID != 0, note.sequence != 0 else { return true }
        guard let index = index(node: note.node, kind: note.kind, streamID: note.streamID) else {
            unlisted += 1
            return true
        }
        guard streams[index].ranges.insert(note.sequence) else { return false }
        streams[index].events += 1
        streams[index].first = min(streams[index].first, note.sequence)
        streams[index].last = max(streams[index].last, note.sequence)
        return true
    }

    /// Takes over what another archive holds.
    public mutating func add(_ other: StreamCount) {
        guard other.first <= other.last,
            let index = index(node: other.node, kind: other.kind, streamID: other.streamID)
        else {
            unlisted &+= other.events
            return
        }
        let stream = streams[index]
        let isApart = stream.events == 0 || other.first > stream.last || other.last < stream.first
        for range in other.ranges where range.first <= range.last {
            streams[index].ranges.insert(range.first...range.last)
        }
        streams[index].first = min(streams[index].first, other.first)
        streams[index].last = max(streams[index].last, other.last)
        // What both hold counts once, as far as the ranges tell.
        streams[index].events =
            isApart
            ? stream.events &+ other.events : max(streams[index].ranges.count, stream.events, other.events)
    }

    private mutating func index(node: String?, kind: String, streamID: UInt64) -> Int? {
        if latest < streams.count, streams[latest].key.streamID == streamID, streams[latest].key.kind == kind,
            streams[latest].key.node == node
        {
            return latest
        }
        guard EventNote.isShort(node), EventNote.isShort(kind) else { return nil }
        let key = Key(node: node, kind: kind, streamID: streamID)
        if let index = indices[key] {
            latest = index
            return index
        }
        guard streams.count < Self.limit else { return nil }
        latest = streams.count
        indices[key] = latest
        streams.append(Stream(key: key))
        return latest
    }

    public var encoded: [StreamCount] {
        streams.filter { $0.events > 0 }.map { stream in
            // What came twice after its range was forgotten counts twice.
            let missing = stream.last - stream.first - min(stream.events - 1, stream.last - stream.first)
            return StreamCount(
                node: stream.key.node, kind: stream.key.kind, streamID: stream.key.streamID, first: stream.first,
                last: stream.last, events: stream.events, missing: missing, ranges: stream.ranges.encoded)
        }
    }
}
