import Daemon
import Dispatch
import Glibc
import Logging
import PeerObserver
import Synchronization

/// Collects rows and has them written on a thread of its own: a disk that hangs must not hold up the connections.
final class CSVWriter: Sendable {
    private struct State: ~Copyable {
        var rows = ByteWriter(capacity: CSVWriter.portion)
        var count: UInt64 = 0
        /// Bytes that were handed over and are not written yet.
        var pending = 0
        var isFailing = false
    }

    private let counts: CSVCounts
    private let state = Mutex(State())
    private let queue = DispatchQueue(label: "csv")
    // Proof of Sendable: only used on `queue`, after `init`.
    nonisolated(unsafe) private let target: CSVFiles
    private let logger: Logger
    private let clock: @Sendable () -> Int

    /// Bytes from which on rows are written before the next flush.
    private static let portion = 1 << 16
    /// What may wait for the disk.
    static let mostPending = 8 << 20

    /// Begins the first file.
    /// - Parameter clock: Tells seconds since the Unix epoch.
    init(
        _ settings: CSVFiles.Settings, counts: CSVCounts, logger: Logger,
        clock: @escaping @Sendable () -> Int = { Int(Moment.now().unix / 1_000_000_000) }
    ) throws(DaemonError) {
        var header = ByteWriter(capacity: 512)
        CSVRow.header(into: &header)
        self.counts = counts
        target = CSVFiles(settings, header: header.array)
        self.logger = logger
        self.clock = clock
        try target.begin(at: clock())
        counts.files.increment()
    }

    func append(_ result: CheckResult) {
        let isFull = state.withLock { state in
            CSVRow.append(result, into: &state.rows)
            state.count += 1
            return state.rows.count >= Self.portion
        }
        if isFull { flush() }
    }

    /// Hands over what was collected; to be called every second or so.
    func flush() {
        let portion: (rows: [UInt8], count: UInt64)? = state.withLock { state in
            guard state.count > 0 else { return nil }
            defer {
                state.rows.removeAll()
                state.count = 0
            }
            guard state.pending + state.rows.count <= Self.mostPending else {
                counts.lost.increment(by: state.count)
                return nil
            }
            state.pending += state.rows.count
            return (state.rows.array, state.count)
        }
        guard let portion else { return }
        queue.async { [self] in write(portion.rows, portion.count) }
    }

    /// Writes all that was collected. Blocks.
    func flushAndWait() {
        flush()
        queue.sync {}
    }

    /// Writes all that was collected and closes the file. Blocks.
    func close() {
        flush()
        queue.sync { target.end() }
    }

    private func write(_ rows: [UInt8], _ count: UInt64) {
        let (before, deleted) = (target.path, target.deletedCount)
        do throws(DaemonError) {
            try target.append(rows, at: clock())
            counts.written.increment(by: count)
            note(nil)
        } catch {
            counts.lost.increment(by: count)
            note(error)
        }
        if target.path != before, target.path != nil { counts.files.increment() }
        counts.deleted.increment(by: UInt64(target.deletedCount - deleted))
        state.withLock { $0.pending -= rows.count }
    }

    /// A line for each change, not for each row.
    private func note(_ failure: DaemonError?) {
        let hasChanged = state.withLock { state in
            defer { state.isFailing = failure != nil }
            return state.isFailing != (failure != nil)
        }
        guard hasChanged else { return }
        if let failure { logger.error("rows are lost: \(failure)") } else { logger.info("rows are written again") }
    }
}
