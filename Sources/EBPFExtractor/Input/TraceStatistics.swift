import Daemon
import Synchronization

/// What the drain thread knows, for scrapes on another thread.
final class TraceStatistics: Sendable {
    struct Values {
        var counters: [TraceKind: TraceOutcomes] = [:]
        var attached: Set<TraceKind> = []
        var ringBytes: UInt64 = 0
        var ringUnreadBytes: UInt64 = 0
        var records: UInt64 = 0
        var clockSteps: UInt64 = 0
        var attachments: UInt64 = 0
    }

    /// Hits of one tracepoint by what became of them.
    struct TraceOutcomes {
        var submitted: UInt64
        var ringFull: UInt64
        var oversized: UInt64
        var fault: UInt64
        /// The kernel did not run the program.
        var missed: UInt64
    }

    private let values = Mutex(Values())

    func update(_ body: (inout Values) -> Void) { values.withLock { body(&$0) } }

    /// Adds the metrics of the tracepoints to `metrics`.
    func register(in metrics: MetricsRegistry) {
        let prefix = metrics.prefix
        metrics.collect { [self] writer in
            let values = values.withLock { $0 }
            let rows = values.counters.sorted { $0.key.number < $1.key.number }
            writer.metric(
                "\(prefix)tracepoint_hits_total", .counter, "Hits of the node's tracepoints, by what became of them.")
            for (kind, row) in rows {
                let outcomes = [
                    ("submitted", row.submitted), ("ring_full", row.ringFull), ("oversized", row.oversized),
                    ("fault", row.fault),
                    ("missed", row.missed),
                ]
                for (outcome, count) in outcomes {
                    writer.sample(
                        "\(prefix)tracepoint_hits_total", [("tracepoint", "\(kind)"), ("outcome", outcome)], count)
                }
            }
            writer.metric("\(prefix)tracepoint_attached", .gauge, "Whether the tracepoint is observed now.")
            for (kind, _) in rows {
                writer.sample(
                    "\(prefix)tracepoint_attached", [("tracepoint", "\(kind)")],
                    values.attached.contains(kind) ? 1 : UInt64(0))
            }
            func number(_ name: String, _ type: MetricType, _ help: String, _ value: UInt64) {
                writer.metric(prefix + name, type, help)
                writer.sample(prefix + name, value)
            }
            number("ring_bytes", .gauge, "Size of the ring buffer.", values.ringBytes)
            number(
                "ring_unread_bytes", .gauge, "Bytes in the ring buffer when it was last looked at.",
                values.ringUnreadBytes)
            number("records_total", .counter, "Records taken from the ring buffer or the recording.", values.records)
            number("clock_steps_total", .counter, "Steps of the system's clock by more than 100 ms.", values.clockSteps)
            number("attachments_total", .counter, "How often the programs were attached to a node.", values.attachments)
        }
    }
}
