import Daemon
import PeerObserver
import Synchronization

/// What `/metrics` shows beyond what every program does.
final class ConnectivityMetrics: Sendable {
    /// Addresses of messages that the node received.
    let announced = Counter()
    let skippedMessages = Counter()
    private let skipped = Dictionary(uniqueKeysWithValues: SkipReason.allCases.map { ($0, Counter()) })
    private let dropped = Dictionary(uniqueKeysWithValues: DropReason.allCases.map { ($0, Counter()) })
    /// By network, then by outcome.
    private let attempts = Target.Network.allCases.map { _ in Outcome.allCases.map { _ in Counter() } }
    /// By network.
    private let connectSeconds = Target.Network.allCases.map { _ in Histogram(bounds: seconds) }
    private let handshakeSeconds = Target.Network.allCases.map { _ in Histogram(bounds: seconds) }
    let csv = CSVCounts()
    private let results = Mutex(FleetResults())
    private let state = Mutex(State())
    private let started = Moment.now()

    static let seconds: [Double] = [0.001, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2, 5, 10, 30, 60]

    /// What the scheduler tells, as of its last change.
    struct State: Sendable {
        var waiting = 0
        var queued = 0
        var attempts = 0
        var cachedSuccesses = 0
        var cachedFailures = 0
        var evictions: UInt64 = 0
    }

    func skip(_ reason: SkipReason, _ count: UInt64 = 1) { skipped[reason]?.increment(by: count) }
    func drop(_ reason: DropReason, _ count: UInt64 = 1) { dropped[reason]?.increment(by: count) }

    func count(_ result: AttemptResult, of target: Target) {
        attempts[target.network.index][result.outcome.index].increment()
        if let duration = result.connectDuration {
            connectSeconds[target.network.index].observe(Double(duration) / 1e9)
        }
        if let duration = result.handshakeDuration {
            handshakeSeconds[target.network.index].observe(Double(duration) / 1e9)
        }
    }

    func count(_ result: CheckResult) {
        let tick = tick
        results.withLock { $0.add(result, tick: tick) }
    }

    func set(_ state: State) { self.state.withLock { $0 = state } }

    /// To be called once a second.
    func timePassed() {
        let tick = tick
        results.withLock { results in
            if tick % 60 == 0 { results.age(tick: tick) }
            results.divideSeries()
        }
    }

    private var tick: Int { Int(Moment.now().since(started) / 1_000_000_000) }

    // MARK: Showing

    func register(in registry: MetricsRegistry) {
        let prefix = registry.prefix
        registry.collect { [self] writer in
            writer.metric("\(prefix)runtime_start_timestamp", .gauge, "Unix time of the program's start, in seconds.")
            writer.sample("\(prefix)runtime_start_timestamp", started.unix / 1_000_000_000)
            writeResults(to: &writer, prefix)
            writeAccounts(to: &writer, prefix)
            writeDurations(to: &writer, prefix)
            writeState(to: &writer, prefix)
        }
    }

    private func writeResults(to writer: inout MetricsWriter, _ prefix: String) {
        let nodes = results.withLock { results in
            results.nodes.sorted { ($0.key ?? "") < ($1.key ?? "") }.map { name, results in
                (label: name.map { [("node", $0)] } ?? [], results: results)
            }
        }
        func grid(_ name: String, _ help: String, _ values: (NodeResults) -> NodeResults.Grid) {
            let name = "\(prefix)addr_\(name)"
            writer.metric(name, .counter, help)
            for node in nodes {
                for (place, value) in values(node.results).enumerated() where value > 0 {
                    writer.sample(name, node.label + NodeResults.labels(place), value)
                }
            }
        }
        func series(_ name: String, _ help: String, _ values: (NodeResults) -> TextSeries) {
            let name = "\(prefix)addr_\(name)"
            writer.metric(name, .counter, help)
            for node in nodes { writer.series(name, node.label, values(node.results)) }
        }
        grid("tried", "Announced addresses with a result, cached ones too.") { $0.tried }
        grid("cached", "Announced addresses whose result was that of an earlier attempt.") { $0.cached }
        series("successful_connection", "Announced addresses that could be connected to, by the peer that sent them.") {
            $0.successful
        }
        series(
            "unsuccessful_connection", "Announced addresses that could not be connected to, by the peer that sent them."
        ) { $0.unsuccessful }
        grid("tried_tor_exit", "Announced addresses with a result, sent by a Tor exit.") { $0.triedTorExit }
        grid(
            "successful_connection_tor_exit", "Announced addresses that could be connected to, sent by a Tor exit."
        ) { $0.successfulTorExit }
        let name = "\(prefix)addr_addr_timestamp_offset_seconds"
        writer.metric(
            name, .histogram, "Seconds between the time of an announced address and its arrival at the node.")
        for node in nodes {
            for (place, counts) in node.results.offsetCounts.enumerated() where counts.contains(where: { $0 > 0 }) {
                writer.histogram(
                    name, rendered: MetricsWriter.render(node.label + NodeResults.offsetLabels(place)),
                    bounds: NodeResults.offsetBounds, counts: counts, sum: node.results.offsetSums[place])
            }
        }
        let folded = "\(prefix)metric_series_folded"
        writer.metric(
            folded, .gauge, "1 where a metric has more peers than series, and counts some of them under other.")
        for node in nodes {
            for (name, series) in [
                ("successful_connection", node.results.successful),
                ("unsuccessful_connection", node.results.unsuccessful),
            ] {
                writer.sample(
                    folded, node.label + [("metric", "\(prefix)addr_\(name)")],
                    UInt64(series.isFull ? 1 : 0))
            }
        }
    }

    private func writeAccounts(to writer: inout MetricsWriter, _ prefix: String) {
        let counters: [(String, String, Counter)] = [
            ("announced_addresses_total", "Addresses of addr and addrv2 messages that arrived.", announced),
            (
                "skipped_messages_total", "Messages of 1,000 and more addresses, none of which is tried.",
                skippedMessages
            ),
            ("csv_rows_total", "Rows that were written.", csv.written),
            ("csv_rows_lost_total", "Rows that could not be written.", csv.lost),
            ("csv_files_total", "Files that were begun.", csv.files),
            ("csv_files_deleted_total", "Files that were deleted for more than is kept.", csv.deleted),
        ]
        for (name, help, counter) in counters {
            writer.metric(prefix + name, .counter, help)
            writer.sample(prefix + name, counter.value)
        }
        writer.metric(
            "\(prefix)skipped_addresses_total", .counter, "Announced addresses that are not tried, by reason.")
        for reason in SkipReason.allCases {
            writer.sample(
                "\(prefix)skipped_addresses_total", [("reason", reason.rawValue)], skipped[reason]?.value ?? 0)
        }
        writer.metric(
            "\(prefix)dropped_addresses_total", .counter,
            "Announced addresses that were to be tried and have no result, by reason.")
        for reason in DropReason.allCases {
            writer.sample(
                "\(prefix)dropped_addresses_total", [("reason", reason.rawValue)], dropped[reason]?.value ?? 0)
        }
        writer.metric("\(prefix)attempts_total", .counter, "Attempts that have ended, by outcome.")
        for network in Target.Network.allCases {
            for outcome in Outcome.allCases {
                let count = attempts[network.index][outcome.index].value
                guard count > 0 else { continue }
                writer.sample(
                    "\(prefix)attempts_total", [("network", network.name), ("outcome", outcome.rawValue)], count)
            }
        }
    }

    private func writeDurations(to writer: inout MetricsWriter, _ prefix: String) {
        let families: [(String, String, [Histogram])] = [
            ("connect_duration_seconds", "Time until there was a connection.", connectSeconds),
            (
                "handshake_duration_seconds",
                "Time from the connection until the other side's version had come.", handshakeSeconds
            ),
        ]
        for (name, help, histograms) in families {
            writer.metric(prefix + name, .histogram, help)
            for (network, histogram) in zip(Target.Network.allCases, histograms) {
                histogram.write(
                    prefix + name, rendered: MetricsWriter.render([("network", network.name)]), to: &writer)
            }
        }
    }

    private func writeState(to writer: inout MetricsWriter, _ prefix: String) {
        let state = state.withLock { $0 }
        func gauge(_ name: String, _ help: String, _ value: Int) {
            writer.metric("\(prefix)\(name)", .gauge, help)
            writer.sample("\(prefix)\(name)", UInt64(value))
        }
        gauge("waiting_addresses", "Announced addresses that wait for a result.", state.waiting)
        gauge("queued_targets", "Different addresses that wait for their attempt.", state.queued)
        gauge("attempts_in_flight", "Attempts under way.", state.attempts)
        writer.metric("\(prefix)cached_results", .gauge, "Results that are remembered.")
        writer.sample("\(prefix)cached_results", [("result", "success")], UInt64(state.cachedSuccesses))
        writer.sample("\(prefix)cached_results", [("result", "failure")], UInt64(state.cachedFailures))
        writer.metric(
            "\(prefix)cache_evictions_total", .counter,
            "Results that were forgotten before their time, for want of room.")
        writer.sample("\(prefix)cache_evictions_total", state.evictions)
    }
}

extension MetricsWriter {
    /// Writes the series of a bounded family, and what is folded in it.
    fileprivate mutating func series(_ name: String, _ label: [(String, String)], _ series: TextSeries) {
        let node = Self.render(label)
        func joined(_ labels: [UInt8]) -> [UInt8] { node.isEmpty ? labels : node + [UInt8(ascii: ",")] + labels }
        for (labels, count) in zip(series.labels, series.counts) { sample(name, rendered: joined(labels), count) }
        if let folded = series.folded {
            sample(name, rendered: joined(Self.render(NodeResults.sourceLabels.map { ($0, "other") })), folded)
        }
    }
}

/// What became of rows.
final class CSVCounts: Sendable {
    let written = Counter()
    let lost = Counter()
    let files = Counter()
    let deleted = Counter()
}
