import ArchiveFormat
import Daemon
import PeerObserver
import Synchronization

/// Takes events from the bus, or from a JetStream stream, and has those archived that the filters admit.
final class ArchiveSink: MessageHandler {
    private let state: Mutex<Intake>
    private let statistics: ArchiveStatistics

    /// - Parameter duplicates: what was archived before, where that may come again.
    init(
        _ rotation: consuming Rotation, filter: ArchiveFilter, statistics: ArchiveStatistics,
        duplicates: Duplicates? = nil
    ) {
        state = Mutex(
            Intake(rotation: rotation, filter: filter, duplicates: duplicates))
        self.statistics = statistics
    }

    // MARK: Events

    func receive(subject: UnsafeRawBufferPointer, payload: UnsafeRawBufferPointer) -> LossReason? {
        receive(subject: subject, payload: payload, number: nil)
    }

    /// - Parameter number: of the message in its JetStream stream.
    func receive(subject: UnsafeRawBufferPointer, payload: UnsafeRawBufferPointer, number: UInt64?) -> LossReason? {
        state.withLock { $0.receive(subject: subject, event: RawSpan(_unsafeBytes: payload), number: number) }
    }

    func flush() -> Loss? {
        state.withLock { state in
            state.endBlock(force: state.isStopping)
            let lost = state.newlyLost()
            show(state)
            return lost > 0 ? Loss(lost, .writeFailed) : nil
        }
    }

    var held: UInt64 { state.withLock { $0.rotation.held } }

    // MARK: JetStream

    /// From now on, events come from this stream: archives tell so, and what earlier ones hold of it is known.
    func begin(_ stream: StreamIdentity, acknowledged: UInt64) {
        state.withLock { state in
            state.begin(stream, acknowledged: acknowledged)
            show(state)
        }
    }

    /// Numbers of the stream that were never taken, and how many of them it does not hold any more.
    func missing(in held: Range<UInt64>, limit: Int) -> (numbers: [UInt64], gone: UInt64) {
        state.withLock { $0.missing(in: held, limit: limit) }
    }

    func skip(_ number: UInt64) { state.withLock { $0.skip(number) } }

    /// Writes out all that was taken; whether all of it since the last call is in whole blocks.
    func writeOut() -> Bool {
        state.withLock { state in
            state.endBlock(force: true)
            show(state)
            guard state.newlyUnwritten() == 0 else { return false }
            state.settleStream()
            return true
        }
    }

    var isWriting: Bool { state.withLock { $0.rotation.isWriting } }

    // MARK: Life

    /// Gives archives of earlier runs their end, while events are taken: a large one takes seconds.
    /// - Parameter names: of those that nobody writes any more.
    func recover(_ names: [String], sync: ArchiveSync) {
        let folder = state.withLock { $0.rotation.folder }
        for name in names {
            guard let archive = folder.recover(name, sync: sync, onlyIndexed: false) else { continue }
            state.withLock { $0.note(recovered: archive) }
        }
    }

    /// Begins the first archive, or tells why that cannot be.
    func start() throws(ArchiveError) {
        try state.withLock { state throws(ArchiveError) in try state.start() }
    }

    /// To be called every second.
    func tick() {
        state.withLock { state in
            state.tick()
            show(state)
            let closed = state.rotation.folder.closed
            let (files, bytes) = (UInt64(closed.entries.count), closed.totalSize)
            let folder = state.rotation.folder
            let (free, deleted, recovered) = (folder.freeBytes ?? 0, folder.deletedFiles, folder.recoveredFiles)
            statistics.update { values in
                (values.keptFiles, values.keptBytes, values.freeBytes) = (files, bytes, free)
                (values.deleted, values.recovered) = (deleted, recovered)
            }
        }
    }

    /// From now on, nothing is held back.
    func prepareToStop() { state.withLock { $0.isStopping = true } }

    /// Ends the archive.
    func close() {
        state.withLock { state in
            state.close()
            show(state)
        }
    }

    private func show(_ state: borrowing Intake) {
        let (totals, counts) = (state.rotation.totals, state.counts)
        let (isWriting, size, age) = (state.rotation.isWriting, state.rotation.size, state.rotation.age)
        statistics.update { values in
            values.totals = totals
            values.counts = counts
            (values.isWriting, values.fileSize, values.fileAge) = (isWriting, size, age)
        }
    }
}
