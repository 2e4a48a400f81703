import ArgumentParser
import Daemon
import EventOutput

/// What is replayed of the archives, how fast and to where.
struct ReplayOptions: ParsableArguments, Sendable {
    @Flag(help: "Publishes the events on the NATS server, instead of printing them.")
    var publish = false

    @Option(
        help: """
            How many times faster than they were recorded the events come; 0 for as fast as possible. (default: 1 with --publish, \
            else 0)
            """)
    var speed: ReplaySpeed?

    @Option(help: "No events before this time: 2026-01-31T12:00:00Z, Unix seconds, or since the first event as +10m.")
    var from: TimePoint?

    @Option(help: "Only events before this time, given likewise.")
    var to: TimePoint?

    @Option(help: "Only events of this node; may be given several times.")
    var onlyNode: [String] = []

    @Flag(help: "Begins again at the end, until it is stopped.")
    var loop = false

    @Option(help: "How an event is printed: text, or json (one object a line). (default: text)")
    var format: OutputFormat?

    @Flag(
        inversion: .prefixedNo,
        help: "Shows on stderr how far it has got. (default: where that is a terminal and the events go elsewhere)")
    var progress: Bool?

    func validate() throws {
        guard !publish || format == nil else { throw ValidationError("--format is for printing, not for --publish") }
    }

    /// nil for as fast as possible.
    var factor: Double? {
        let factor = speed?.factor ?? (publish ? 1 : 0)
        return factor > 0 ? factor : nil
    }
}

/// A factor of 0 or more.
struct ReplaySpeed: ExpressibleByArgument, Sendable, Equatable {
    let factor: Double

    init?(argument: String) {
        guard let factor = Double(argument), factor.isFinite, factor >= 0 else { return nil }
        self.factor = factor
    }
}
