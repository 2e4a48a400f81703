public import PeerObserver

/// Decides by kind, node, and what is in a message.
public struct EventSelection: Sendable {
    private let kinds: KindFilter
    private let nodes: Set<String>
    private let messages: EventFilter

    /// - Parameter nodes: empty for all.
    public init(
        kinds: KindFilter = KindFilter(patterns: nil), nodes: Set<String> = [], messages: EventFilter = EventFilter()
    ) {
        self.kinds = kinds
        self.nodes = nodes
        self.messages = messages
    }

    /// Whether an event of this kind and node may be one of them.
    public func admits(kind: String, node: String?) -> Bool {
        kinds.admits(kind) && (nodes.isEmpty || node.map(nodes.contains) == true)
    }

    /// Whether one of that kind and node is, by what is in it.
    public func admits(_ event: Event) -> Bool { messages.admits(event) }

    /// All of it; looks into the event only where that is needed.
    public func admits(_ event: RawSpan, kind: String, node: String?) -> Bool {
        guard admits(kind: kind, node: node) else { return false }
        if messages.admitsAll { return true }
        // What cannot be decoded has no property that is asked for.
        guard let event = try? Event(decoding: event) else { return false }
        return messages.admits(event)
    }
}
