import Daemon

/// What became of the notices of one output.
struct OutputCounts: Sendable {
    let sent = Counter()
    let failed = Counter()
    let dropped = Counter()

    /// Adds them to `registry` as `<output>_sent_total` and so on.
    /// - Parameter outputs: of one kind, with what tells them apart.
    static func register(
        _ output: String, _ outputs: [(labels: [(String, String)], counts: OutputCounts)], in registry: MetricsRegistry
    ) {
        let name = registry.prefix + output
        let metrics: [(String, String, @Sendable (OutputCounts) -> UInt64)] = [
            ("sent_total", "Events of alerts that the \(output) took.", { $0.sent.value }),
            ("failed_total", "Events of alerts that the \(output) did not take.", { $0.failed.value }),
            ("dropped_total", "Events of alerts that were not tried, for want of room or time.", { $0.dropped.value }),
        ]
        registry.collect { writer in
            for (suffix, help, value) in metrics {
                writer.metric("\(name)_\(suffix)", .counter, help)
                for output in outputs { writer.sample("\(name)_\(suffix)", output.labels, value(output.counts)) }
            }
        }
    }
}
