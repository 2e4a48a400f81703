import Daemon
import Synchronization

/// The archiver's numbers, as of its last flush, for whoever asks.
final class ArchiveStatistics: Sendable {
    struct Values: Sendable {
        var totals = Rotation.Totals()
        var counts = Intake.Counts()
        var recovered: UInt64 = 0
        var deleted: UInt64 = 0
        var isWriting = true
        var fileSize: UInt64 = 0
        var fileAge = Duration.zero
        var keptFiles: UInt64 = 0
        var keptBytes: UInt64 = 0
        var freeBytes: UInt64 = 0
        var acknowledged: UInt64 = 0
        var redelivered: UInt64 = 0
        var waitingInStream: UInt64 = 0
        var fetchedByNumber: UInt64 = 0
        var gone: UInt64 = 0
    }

    private let values = Mutex(Values())

    func update(_ change: (inout Values) -> Void) { values.withLock { change(&$0) } }

    var isWriting: Bool { values.withLock { $0.isWriting } }

    func register(in registry: MetricsRegistry) {
        let prefix = registry.prefix
        registry.collect { [self] writer in
            let values = values.withLock { $0 }
            writer.metric("\(prefix)events_archived_total", .counter, "Events in whole blocks of archives, by kind.")
            for (kind, count) in values.totals.kinds.sorted(by: { $0.key < $1.key }) {
                writer.sample("\(prefix)events_archived_total", [("kind", kind)], count)
            }
            for metric in Self.metrics {
                writer.metric(prefix + metric.name, metric.type, metric.help)
                writer.sample(prefix + metric.name, metric.value(values))
            }
        }
    }

    private struct Metric: Sendable {
        let name: String
        let type: MetricType
        let help: String
        let value: @Sendable (Values) -> UInt64
    }

    private static let metrics: [Metric] = [
        Metric(name: "events_filtered_total", type: .counter, help: "Events that the filters leave out.") {
            $0.counts.filtered
        },
        Metric(name: "duplicates_total", type: .counter, help: "Events that were archived before.") {
            $0.counts.duplicates
        },
        Metric(
            name: "node_mismatches_total", type: .counter,
            help: "Events that name another node than their subject, which is the one that counts."
        ) { $0.counts.mismatches },
        Metric(name: "content_bytes_total", type: .counter, help: "Bytes of events, before compression.") {
            $0.totals.contentBytes
        },
        Metric(name: "written_bytes_total", type: .counter, help: "Bytes of blocks in files.") { $0.totals.fileBytes },
        Metric(name: "blocks_total", type: .counter, help: "Blocks that were written.") { $0.totals.blocks },
        Metric(name: "files_closed_total", type: .counter, help: "Archives that were closed.") {
            $0.totals.closedFiles
        },
        Metric(
            name: "files_recovered_total", type: .counter,
            help: "Archives of earlier runs that were closed at the start."
        ) {
            $0.recovered
        },
        Metric(name: "files_deleted_total", type: .counter, help: "Archives that were deleted for their age or size.") {
            $0.deleted
        },
        Metric(name: "write_errors_total", type: .counter, help: "Times that an archive could not be written.") {
            $0.totals.errors
        },
        Metric(
            name: "writing", type: .gauge,
            help: "1 while archives can be written, 0 while the disk is full or out of order."
        ) {
            $0.isWriting ? 1 : 0
        },
        Metric(name: "file_bytes", type: .gauge, help: "Bytes of the archive that is being written.") { $0.fileSize },
        Metric(name: "file_age_seconds", type: .gauge, help: "Age of the archive that is being written.") {
            UInt64(max(0, $0.fileAge.components.seconds))
        },
        Metric(name: "kept_files", type: .gauge, help: "Archives that the archiver closed itself and that are kept.") {
            $0.keptFiles
        },
        Metric(name: "kept_bytes", type: .gauge, help: "Bytes of those archives.") { $0.keptBytes },
        Metric(name: "free_bytes", type: .gauge, help: "Bytes that may still be written to the file system.") {
            $0.freeBytes
        },
        Metric(
            name: "stream_acknowledged_total", type: .counter,
            help: "Messages of the JetStream stream that were acknowledged."
        ) { $0.acknowledged },
        Metric(
            name: "stream_redelivered_total", type: .counter, help: "Messages of the JetStream stream that came again."
        ) { $0.redelivered },
        Metric(
            name: "stream_fetched_by_number_total", type: .counter,
            help: "Messages that the server took as acknowledged though they never came, and that were asked for."
        ) { $0.fetchedByNumber },
        Metric(
            name: "stream_gone_total", type: .counter,
            help: "Messages that the JetStream stream deleted before they were read."
        ) { $0.gone },
        Metric(
            name: "stream_waiting", type: .gauge, help: "Messages of the JetStream stream that are still to come."
        ) { $0.waitingInStream },
    ]
}
