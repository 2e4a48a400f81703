import ArgumentParser
import Daemon
import EventOutput

/// Which events are taken.
struct SelectionOptions: ParsableArguments, Sendable {
    @Option(help: "Only events from this time on: 2026-05-31T18:30:59.250Z, 2026-05-31, or Unix seconds.")
    var from: TimePoint?

    @Option(help: "Only events before this time.")
    var to: TimePoint?

    @Option(help: "Only events of this node; may be given several times.")
    var node: [NodeName] = []

    @OptionGroup var kinds: KindOptions
    @OptionGroup var messages: MessageOptions

    func validate() throws {
        for (flag, point) in [("--from", from), ("--to", to)] where point?.isRelative == true {
            throw ValidationError("\(flag) is a point in time")
        }
        if let times, times.isEmpty { throw ValidationError("--from is a time before --to") }
    }

    /// Milliseconds since the Unix epoch.
    var fromTime: UInt64? { from?.milliseconds(start: 0) }
    var toTime: UInt64? { to?.milliseconds(start: 0) }

    private var times: Range<UInt64>? {
        guard let fromTime, let toTime else { return nil }
        return fromTime..<max(fromTime, toTime)
    }

    var selection: EventSelection {
        EventSelection(
            kinds: KindFilter(patterns: kinds.words.isEmpty ? nil : kinds.patterns),
            nodes: Set(node.map(\.description)), messages: messages.filter)
    }

    /// For the header of an archive that holds the selection alone: the words of the archiver's flags, and what it has no flags for.
    var words: [String] {
        let filter = messages.filter
        return kinds.words + node.map { "node=\($0)" }.sorted() + filter.peers.sorted().map { "peer=\($0)" }
            + filter.commands.sorted().map { "command=\($0)" }
            + (filter.inbound.map { ["direction=\($0 ? "in" : "out")"] } ?? [])
    }
}
