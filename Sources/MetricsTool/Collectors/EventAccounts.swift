import PeerObserver

/// The events themselves: how many came, how late, and which are missing.
struct EventAccounts: Sendable {
    private let start: GaugeSlot
    private let events, missing, gaps, repeated, mismatches: CounterSlot
    private let last: GaugeSlot

    /// Subjects by name; the last is for those that this version does not know.
    static let subjects = Subject.allCases.map(\.name) + ["other"]

    init(_ layout: inout MetricLayout) {
        layout.group("the metrics tool itself")
        start = layout.gauge("runtime_start_timestamp", "Unix time at which the metrics tool was started, in seconds.")
        let subject = MetricLabel("subject", Self.subjects)
        events = layout.counter("events_total", "Events that arrived, by subject.", by: subject)
        last = layout.gauge(
            "last_event_timestamp_seconds", "Unix time of the last event that arrived, by subject.", by: subject)
        missing = layout.counter(
            "events_missing_total", "Events that were published and did not arrive here, by gaps in their numbers.",
            besides: events, by: subject)
        gaps = layout.counter(
            "event_gaps_total", "Gaps in the numbers of arriving events.", besides: events, by: subject)
        repeated = layout.counter(
            "events_repeated_total", "Events that arrived again, or late.", besides: events, by: subject)
        mismatches = layout.counter(
            "event_node_mismatches_total",
            "Events that name another node than their subject does; the subject is believed.",
            besides: events, by: subject)
    }

    func begin(at time: Double, _ node: inout NodeState) { node.store.set(start, to: time) }

    /// - Parameter time: Unix time now, in seconds.
    @inline(__always)
    func collect(_ head: EventHead, _ input: RawSpan, subject: Int, time: Double, _ node: inout NodeState) {
        node.store.add(to: events, subject)
        node.store.set(last, subject, to: time)
        let finding = node.sequences.note(subject: subject, stream: head.streamID, sequence: head.sequence)
        if finding.missing > 0 {
            node.store.add(finding.missing, to: missing, subject)
            node.store.add(to: gaps, subject)
            node.overview.missing &+= finding.missing
        }
        if finding.isRepeated { node.store.add(to: repeated, subject) }
        if let name = node.name, let told = head.node, !input.holds(name, at: told) {
            node.store.add(to: mismatches, subject)
        }
        node.overview.events += 1
        node.overview.lastTick = node.store.tick
    }
}

extension RawSpan {
    func holds(_ text: String, at range: Range<Int>) -> Bool {
        withUnsafeBytes { $0[range].elementsEqual(text.utf8) }
    }
}
