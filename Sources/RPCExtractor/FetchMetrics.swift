import Daemon
import Synchronization

/// What the extractor tells of its questions. The first three names, types, labels and buckets are upstream's.
final class FetchMetrics: Sendable {
    private struct Method {
        var duration = FetchDuration()
        var errors: UInt64 = 0
        var publishErrors: UInt64 = 0
        var mistyped: UInt64 = 0
        /// Unix time of the last good answer.
        var lastAnswer: UInt64 = 0
        /// Its last event was too large for the server.
        var isTooLarge = false
    }

    private let methods: Mutex<[String: Method]>
    private let reachable = Gauge()
    private let watched = Mutex<(EventPublisher, RPCClient)?>(nil)

    init(methods: [String]) {
        self.methods = Mutex(Dictionary(methods.map { ($0, Method()) }) { first, _ in first })
    }

    func took(_ duration: Duration, _ method: String) {
        let now = WallClock.unixNanoseconds()
        change(method) { known in
            known.duration.observe(duration)
            known.lastAnswer = now
        }
    }

    func failed(_ method: String) { change(method) { $0.errors += 1 } }

    func mistyped(_ count: Int, _ method: String) { change(method) { $0.mistyped += UInt64(count) } }

    /// Takes whether an event is too large for the server; true where that is news.
    func published(_ method: String, isTooLarge: Bool) -> Bool {
        change(method) { known in
            defer { known.isTooLarge = isTooLarge }
            if isTooLarge { known.publishErrors += 1 }
            return isTooLarge && !known.isTooLarge
        }
    }

    func setReachable(_ isReachable: Bool) { reachable.set(isReachable ? 1 : 0) }

    /// What else to show.
    func watch(_ publisher: EventPublisher, _ client: RPCClient) { watched.withLock { $0 = (publisher, client) } }

    private func change<Result>(_ method: String, _ body: (inout Method) -> Result) -> Result {
        methods.withLock { body(&$0[method, default: Method()]) }
    }

    func register(in metrics: MetricsRegistry) {
        let prefix = metrics.prefix
        metrics.collect { [self] writer in
            let methods = methods.withLock { $0 }.sorted { $0.key < $1.key }
            writer.metric("\(prefix)rpc_fetch_duration_seconds", .histogram, "Time an answer took, in seconds.")
            for (method, known) in methods {
                known.duration.write("\(prefix)rpc_fetch_duration_seconds", [("rpc_method", method)], to: &writer)
            }
            func counts(_ name: String, _ type: MetricType, _ help: String, _ value: (Method) -> UInt64) {
                writer.metric(prefix + name, type, help)
                for (method, known) in methods { writer.sample(prefix + name, [("rpc_method", method)], value(known)) }
            }
            counts("rpc_fetch_errors_total", .counter, "Questions without a usable answer.") { $0.errors }
            counts("nats_publish_errors_total", .counter, "Events too large for the NATS server.") { $0.publishErrors }
            counts("mistyped_values_total", .counter, "Values in answers that were not of the expected type.") {
                $0.mistyped
            }
            writer.metric(
                "\(prefix)last_answer_timestamp_seconds", .gauge, "Unix time of the last answer; 0 before the first.")
            for (method, known) in methods {
                writer.sample(
                    "\(prefix)last_answer_timestamp_seconds", [("rpc_method", method)], Double(known.lastAnswer) / 1e9)
            }
            writer.metric("\(prefix)node_reachable", .gauge, "1 while the node answers.")
            writer.sample("\(prefix)node_reachable", reachable.value)
            guard let (publisher, client) = watched.withLock({ $0 }) else { return }
            writer.metric("\(prefix)connections_opened_total", .counter, "Connections to the node that were opened.")
            writer.sample("\(prefix)connections_opened_total", UInt64(client.connectionsOpened))
            EventPublisher.write([publisher], to: &writer, prefix: prefix)
        }
    }
}

/// Times by upstream's buckets.
struct FetchDuration {
    /// Seconds.
    static let buckets: [(bound: Double, label: String)] = [
        (0.001, "0.001"), (0.005, "0.005"), (0.01, "0.01"), (0.025, "0.025"), (0.05, "0.05"), (0.1, "0.1"),
        (0.25, "0.25"), (0.5, "0.5"), (1, "1"), (2.5, "2.5"), (5, "5"), (10, "10"),
    ]

    /// How many fell into each bucket alone; the last is above all bounds.
    private var counts = [UInt64](repeating: 0, count: Self.buckets.count + 1)
    private var sum = 0.0

    mutating func observe(_ duration: Duration) {
        let seconds = Double(duration.components.seconds) + Double(duration.components.attoseconds) / 1e18
        sum += seconds
        counts[Self.buckets.firstIndex { seconds <= $0.bound } ?? Self.buckets.count] += 1
    }

    func write(_ name: String, _ labels: [(String, String)], to writer: inout MetricsWriter) {
        var total: UInt64 = 0
        for (count, label) in zip(counts, Self.buckets.map(\.label) + ["+Inf"]) {
            total += count
            writer.sample("\(name)_bucket", labels + [("le", label)], total)
        }
        writer.sample("\(name)_sum", labels, sum)
        writer.sample("\(name)_count", labels, total)
    }
}
