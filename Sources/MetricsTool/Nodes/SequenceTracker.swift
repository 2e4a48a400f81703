/// Finds what is missing in the sequence numbers of one node's subjects.
struct SequenceTracker: Sendable {
    struct Finding: Equatable, Sendable {
        /// Events that should have come before this one.
        var missing: UInt64 = 0
        /// Whether this one, or a later one, has come before.
        var isRepeated = false
    }

    private struct Stream: Sendable {
        var subject: Int
        var id: UInt64
        var last: UInt64
    }

    /// Streams whose end is not known: an extractor that has restarted, or several that share subjects. The one heard of
    /// last comes first.
    private var streams: [Stream] = []

    /// At most so many streams of one node are remembered.
    static let limit = 64

    /// Takes note of an event; 0 for a stream or number that the event does not tell.
    mutating func note(subject: Int, stream: UInt64, sequence: UInt64) -> Finding {
        guard stream != 0, sequence != 0 else { return Finding() }
        for index in streams.indices where streams[index].id == stream && streams[index].subject == subject {
            let last = streams[index].last
            guard sequence > last else { return Finding(isRepeated: true) }
            streams[index].last = sequence
            // The most frequent subjects come to stand first.
            if index > 0 { streams.swapAt(index, index - 1) }
            return Finding(missing: sequence - last - 1)
        }
        // What came before a stream is first heard of was not for this subscriber.
        if streams.count == Self.limit { streams.removeLast() }
        streams.append(Stream(subject: subject, id: stream, last: sequence))
        return Finding()
    }
}
