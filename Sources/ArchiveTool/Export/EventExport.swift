import ArchiveFormat
import EventOutput
import PeerObserver

/// Reads events of some archives in order of time and hands them to a writer.
struct EventExport {
    let paths: [String]
    let selection: SelectionOptions

    struct Result {
        var events: UInt64 = 0
        /// Events that cannot be decoded, or without a content that this version knows.
        var leftOut: UInt64 = 0
        var failures: [MergedArchives.Failure] = []
    }

    func run(_ take: (_ event: Event, _ kind: String) throws -> Void) throws -> Result {
        var merged = MergedArchives(
            paths: paths, from: selection.fromTime, to: selection.toTime)
        let chosen = selection.selection
        var result = Result()
        while merged.next() {
            let note = merged.note
            guard chosen.admits(kind: note.kind, node: note.node) else { continue }
            guard var event = try? Event(decoding: merged.event), event.payload != nil else {
                result.leftOut += 1
                continue
            }
            guard chosen.admits(event) else { continue }
            event.node = note.node
            try take(event, note.kind)
            result.events += 1
        }
        result.failures = merged.failures
        result.leftOut += merged.undecodableEvents
        return result
    }
}
