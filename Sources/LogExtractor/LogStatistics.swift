import Daemon
import Synchronization

/// What the input's thread knows, for scrapes on another thread.
final class LogStatistics: Sendable {
    struct Values {
        var counts = LineCounts()
        /// Lines that were cut to the bound.
        var cut: UInt64 = 0
        /// Bytes of the log that are not read yet.
        var lag: UInt64 = 0
        var changes = FileChanges()
        var positionFailures: UInt64 = 0
    }

    private let values = Mutex(Values())

    func update(_ body: (inout Values) -> Void) { values.withLock { body(&$0) } }

    /// Adds the metrics of the log to `metrics`.
    func register(in metrics: MetricsRegistry) {
        let prefix = metrics.prefix
        metrics.collect { [self] writer in
            let values = values.withLock { $0 }
            writer.metric("\(prefix)lines_total", .counter, "Lines read, by category and level.")
            for row in values.counts.categoryRows {
                writer.sample("\(prefix)lines_total", [("category", row.category), ("level", row.level)], row.count)
            }
            writer.metric("\(prefix)line_kinds_total", .counter, "Lines read, by what they tell.")
            for row in values.counts.kindRows {
                writer.sample("\(prefix)line_kinds_total", [("kind", row.kind)], row.count)
            }
            func number(_ name: String, _ type: MetricType, _ help: String, _ value: UInt64) {
                writer.metric(prefix + name, type, help)
                writer.sample(prefix + name, value)
            }
            number("bytes_total", .counter, "Bytes of the lines read, without their ends.", values.counts.bytes)
            number("lines_cut_total", .counter, "Lines that were cut because they are too long.", values.cut)
            number("rotations_total", .counter, "How often reading went on in the next file.", values.changes.rotations)
            number("shrinks_total", .counter, "How often the node shrank the log.", values.changes.shrinks)
            number(
                "truncations_total", .counter,
                "How often the place in the log was lost, because the log was cut off or replaced.",
                values.changes.truncations)
            number("lag_bytes", .gauge, "Bytes of the log that are not read yet.", values.lag)
            number(
                "position_failures_total", .counter, "How often the position could not be written.",
                values.positionFailures)
        }
    }
}
