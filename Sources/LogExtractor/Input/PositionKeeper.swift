import Daemon
import Logging

/// Remembers how far the log was read, as far as the bus has settled what was read.
final class PositionKeeper {
    private let file: PositionFile
    private let flow: any BusFlow
    private let logger: Logger
    private var pending: (position: TailPosition, lines: UInt64)?
    private var saved: TailPosition?
    private var isFailing = false
    private(set) var failures: UInt64 = 0

    init(_ file: PositionFile, flow: any BusFlow, logger: Logger, saved: TailPosition?) {
        self.file = file
        self.flow = flow
        self.logger = logger
        self.saved = saved
    }

    /// To be called now and then; `lines` were published before `position`.
    func look(_ position: TailPosition?, lines: UInt64) {
        if pending == nil, let position, position != saved { pending = (position, lines) }
        guard let pending, flow.settled >= pending.lines else { return }
        save(pending.position)
        self.pending = nil
    }

    private func save(_ position: TailPosition) {
        do throws(DaemonError) {
            try file.write(position)
            (saved, isFailing) = (position, false)
        } catch {
            failures += 1
            if !isFailing { logger.error("\(error)") }
            isFailing = true
        }
    }
}
