import ArchiveFormat
import EventOutput
import PeerObserver

/// Decides by kind, node, and what is in a message.
struct ReplayFilter: Sendable {
    var kinds = KindFilter(patterns: nil)
    /// Empty for all.
    var nodes: Set<String> = []
    var messages = EventFilter()

    /// - Parameter note: with the node that the event counts as.
    func admits(_ event: RawSpan, _ note: EventNote) -> Bool {
        guard kinds.admits(note.kind), nodes.isEmpty || note.node.map(nodes.contains) == true else { return false }
        if messages.admitsAll { return true }
        // What cannot be decoded has no property that is asked for.
        guard let event = try? Event(decoding: event) else { return false }
        return messages.admits(event)
    }
}
