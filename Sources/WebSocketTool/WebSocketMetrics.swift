import Daemon
import Synchronization

/// What the tool counts beyond the events that it received.
final class WebSocketMetrics: Sendable {
    let encodedUpstream = Counter()
    let encodedEnvelope = Counter()
    let sentEvents = Counter()
    let sentBytes = Counter()
    let connections = Counter()
    let lost = LabelledCounters(LossLabels.all)
    let refused = LabelledCounters(["token", "origin", "clients", "handshake"])
    /// Clients that are connected.
    let clients = Atomic(0)

    /// Why a client did not get an event that it had asked for.
    private enum LossLabels {
        static let all = [LossReason.slowClient.rawValue, LossReason.disconnected.rawValue]
    }

    /// Adds them to a scrape, with what `backlog` tells.
    func register(in registry: MetricsRegistry, backlog: @escaping @Sendable () -> (events: Int, bytes: Int)) {
        let prefix = registry.prefix
        registry.collect { [self] writer in
            func single(_ name: String, _ type: MetricType, _ help: String, _ value: UInt64) {
                writer.metric(prefix + name, type, help)
                writer.sample(prefix + name, value)
            }
            func family(_ name: String, _ help: String, _ label: String, _ counters: [(String, Counter)]) {
                writer.metric(prefix + name, .counter, help)
                for (value, counter) in counters { writer.sample(prefix + name, [(label, value)], counter.value) }
            }
            single("clients", .gauge, "Clients that are connected.", UInt64(clients.load(ordering: .relaxed)))
            single("connections_total", .counter, "Clients that have connected.", connections.value)
            family("refused_total", "Handshakes that were refused, by reason.", "reason", refused.counters)
            let encoded = [("upstream", encodedUpstream), ("envelope", encodedEnvelope)]
            family("events_encoded_total", "Live events turned into JSON, by format.", "format", encoded)
            single(
                "client_events_sent_total", .counter, "Events handed to clients' connections, one count per client.",
                sentEvents.value)
            single("client_bytes_sent_total", .counter, "Bytes of those events.", sentBytes.value)
            family(
                "client_events_missed_total", "Events that a client wanted and did not get, by reason.", "reason",
                lost.counters)
            let (events, bytes) = backlog()
            single("backlog_events", .gauge, "Past events kept for clients to come.", UInt64(events))
            single("backlog_bytes", .gauge, "Memory of those events.", UInt64(bytes))
        }
    }
}

/// Counters for a few values of one label, which are known from the start.
struct LabelledCounters: Sendable {
    let counters: [(String, Counter)]

    init(_ values: [String]) { counters = values.map { ($0, Counter()) } }

    func with(_ value: String) -> Counter { counters.first { $0.0 == value }?.1 ?? counters[0].1 }
}
