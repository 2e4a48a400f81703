import ArchiveFormat
import EventOutput
import PeerObserver

/// Copies events of some archives into one, in order of time.
struct EventCopy {
    let paths: [String]
    let selection: SelectionOptions
    /// Whether what comes twice is copied once.
    let dropsDuplicates: Bool

    struct Result {
        var archive: ClosedArchive?
        var failures: [MergedArchives.Failure] = []
        var undecodable: UInt64 = 0
        var duplicates: UInt64 = 0
        var unnumbered: UInt64 = 0
        var skippedArchives = 0
    }

    func run(to path: String, _ options: ArchiveOptions) throws -> Result {
        var merged = MergedArchives(
            paths: paths, from: selection.fromTime, to: selection.toTime)
        let headers = SourceHeaders(paths)
        let header = headers.merged(words: selection.words)
        var result = Result()
        guard !headers.headers.isEmpty else {
            result.failures = merged.failures
            return result
        }
        let chosen = selection.selection
        var seen = SeenEvents()
        var nodeFields: [String: [UInt8]] = [:]
        result.archive = try NewArchive.make(path, encodedHeader: header.encoded(), options) { writer in
            while merged.next() {
                let note = merged.note
                guard chosen.admits(merged.event, kind: note.kind, node: note.node) else { continue }
                if dropsDuplicates, !seen.insert(note) {
                    result.duplicates += 1
                    continue
                }
                var suffix: [UInt8] = []
                // What the header of its archive says of it, the new one does not say.
                if !merged.namesNode, let node = note.node, node != headers.node {
                    suffix = nodeFields[node] ?? NodeField.encoded(node)
                    if nodeFields.count < 4096 { nodeFields[node] = suffix }
                }
                try writer.add(merged.event, suffix: suffix, note)
            }
        }
        result.failures = merged.failures
        result.undecodable = merged.undecodableEvents
        result.unnumbered = seen.unnumbered
        result.skippedArchives = merged.skippedArchives
        return result
    }
}

extension EventCopy.Result {
    /// Tells what became of it, and how the program ends.
    func report(inputs: Int) throws {
        if let archive { Console.note(NewArchive.describe(archive, from: inputs)) }
        if skippedArchives > 0 { Console.note("\(skippedArchives) archives lie outside of the times, by their index") }
        if duplicates > 0 { Console.note("\(duplicates) events came twice, and were left out") }
        if undecodable > 0 { Console.error("\(undecodable) events that are none were left out") }
        for failure in failures { Console.error("\(failure.path): \(failure.error)") }
        if archive == nil { throw ToolExit.failed.error }
        if !failures.isEmpty || undecodable > 0 { throw ToolExit.damaged.error }
    }
}
