public import PeerObserver

/// What an index tells of an event.
public struct EventNote: Sendable, Equatable {
    /// The subject without a node.
    public var kind: String
    public var node: String?
    /// Milliseconds since the Unix epoch.
    public var time: UInt64
    /// 0 where the extractor does not tell, like the sequence.
    public var streamID: UInt64
    public var sequence: UInt64
    /// The number in the JetStream stream that the event was read from.
    public var streamSequence: UInt64?

    /// The kind of what has no subject that this version knows.
    public static let unknownKind = "unknown"

    /// Bytes of a name that is remembered. Those of nodes have 64 at most, but an event may claim any.
    private static let longestName = 256

    /// Whether a name may be remembered: not every one, since archives come from anywhere.
    public static func isShort(_ name: String?) -> Bool { name.map { $0.utf8.count <= longestName } ?? true }

    public init(
        kind: String, node: String? = nil, time: UInt64, streamID: UInt64 = 0, sequence: UInt64 = 0,
        streamSequence: UInt64? = nil
    ) {
        self.kind = kind
        self.node = node
        self.time = time
        self.streamID = streamID
        self.sequence = sequence
        self.streamSequence = streamSequence
    }

    /// Reads it from an encoded event, without decoding the content.
    public init(_ event: RawSpan) throws(WireError) {
        let head = try EventHead(event)
        self.init(
            kind: try EventSubject.name(head, event) ?? Self.unknownKind, node: head.node.map { event.text($0) },
            time: head.timestamp, streamID: head.streamID, sequence: head.sequence)
    }
}
