import Daemon
import Glibc
import PeerObserver
import Synchronization

/// Counts events on the bus's thread, and shows the numbers on the HTTP server's.
final class MetricsTool: MessageHandler {
    private let observations: Mutex<Observations>
    private let limits: Limits

    struct Limits: Sendable {
        /// Seconds after which gauges of RPC answers are left out.
        var gaugeLifetime = 900
        /// Seconds without an event after which the program calls itself unhealthy; 0 for never.
        var silence = 300
        /// Series of a metric at most whose label values come from peers or nodes, of all nodes together: at least two for each.
        var series = 2000
        /// Seconds without an event after which a node gives up its place where another needs it.
        var nodeSilence = 24 * 3600
    }

    init(lists: NetworkLists = NetworkLists(), limits: Limits = Limits()) {
        observations = Mutex(Observations(lists: lists, time: Self.unixTime(), limits: limits))
        self.limits = limits
    }

    func receive(subject: UnsafeRawBufferPointer, payload: UnsafeRawBufferPointer) -> LossReason? {
        observations.withLock { $0.receive(subject: subject, payload: payload) }
    }

    /// To be called once a second.
    func tick() {
        let time = Self.unixTime()
        observations.withLock { $0.tick(time: time) }
    }

    func use(_ lists: NetworkLists) { observations.withLock { $0.use(lists) } }

    /// Adds all metrics to what a scrape shows. Events wait for the references to be copied, not for the text.
    func register(in registry: MetricsRegistry) {
        registry.collect { [self] writer in
            let (snapshot, nodes, others) = observations.withLock {
                ($0.snapshot(lifetime: limits.gaugeLifetime), $0.namedCount, $0.otherNodeEvents)
            }
            snapshot.write(to: &writer)
            writer.metric("metrics_nodes", .gauge, "Named nodes that have numbers of their own.")
            writer.sample("metrics_nodes", UInt64(nodes))
            writer.metric(
                "metrics_other_node_events_total", .counter, "Events of nodes that share the name other.")
            writer.sample("metrics_other_node_events_total", others)
        }
    }

    /// The metrics that there are, for their documentation.
    static var layout: MetricLayout { CollectorTable().layout }

    /// Seconds since the last event, or since the start.
    var silence: Int { observations.withLock { $0.tick - $0.lastEvent } }

    var isHealthy: Bool { limits.silence == 0 || silence <= limits.silence }

    var silenceLimit: Int { limits.silence }

    var overviews: [(name: String?, overview: NodeOverview, inbound: Double?, outbound: Double?)] {
        observations.withLock { $0.overviews }
    }

    var currentTick: Int { observations.withLock { $0.tick } }

    private static func unixTime() -> Double {
        var now = timeval()
        gettimeofday(&now, nil)
        return Double(now.tv_sec) + Double(now.tv_usec) / 1e6
    }
}
