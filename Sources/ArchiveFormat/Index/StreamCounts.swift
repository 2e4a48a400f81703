import PeerObserver

/// Sequence numbers by node, kind and extractor's run: what is missing, and what was there.
struct StreamCounts: Sendable {
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
    /// Events of streams beyond the limit.
    private(set) var unlisted: UInt64 = 0

    static let limit = 4096

    mutating func add(_ note: EventNote) {
        guard note.streamID != 0, note.sequence != 0 else { return }
        guard let index = index(note) else {
            unlisted += 1
            return
        }
        guard streams[index].ranges.insert(note.sequence) else { return }
        streams[index].events += 1
        streams[index].first = min(streams[index].first, note.sequence)
        streams[index].last = max(streams[index].last, note.sequence)
    }

    private mutating func index(_ note: EventNote) -> Int? {
        if latest < streams.count, streams[latest].key.streamID == note.streamID,
            streams[latest].key.kind == note.kind, streams[latest].key.node == note.node
        {
            return latest
        }
        let key = Key(node: note.node, kind: note.kind, streamID: note.streamID)
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

    var encoded: [StreamCount] {
        streams.filter { $0.events > 0 }.map { stream in
            // What came twice after its range was forgotten counts twice.
            let missing = stream.last - stream.first - min(stream.events - 1, stream.last - stream.first)
            return StreamCount(
                node: stream.key.node, kind: stream.key.kind, streamID: stream.key.streamID, first: stream.first,
                last: stream.last, events: stream.events, missing: missing, ranges: stream.ranges.encoded)
        }
    }
}
