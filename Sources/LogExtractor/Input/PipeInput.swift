import Daemon
import Dispatch
import Glibc
import Logging

/// Reads a FIFO whose writers come and go.
final class PipeInput {
    private let path: String
    private let stream: StreamInput
    private let logger: Logger
    private var descriptor: Int32 = -1
    private var isMissing = false
    private var hasWriter = false

    /// Also how late a writer that comes back is noticed.
    private static let restMilliseconds = 25
    /// Lines of a busy node are taken together.
    private static let gatherMilliseconds = 5
    /// What is left in the pipe is taken for so long after a stop.
    private static let drainNanoseconds: UInt64 = 1_000_000_000
    /// A larger pipe, so that a writer need not wait for us.
    private static let pipeSize: Int32 = 1 << 20
    /// `F_SETPIPE_SZ`, which the headers hide.
    private static let setPipeSize: Int32 = 1031

    init(path: String, publisher: LinePublisher, statistics: LogStatistics, logger: Logger) {
        self.path = path
        self.logger = logger
        stream = StreamInput(publisher: publisher, statistics: statistics)
    }

    deinit { if descriptor >= 0 { close(descriptor) } }

    /// Blocks until `stop` is requested; then takes what is in the pipe.
    func run(until stop: InputStop, heartbeat: Heartbeat? = nil) throws(DaemonError) {
        while !stop.isRequested {
            heartbeat?.beat()
            guard isOpen() else {
                stop.sleep(milliseconds: 4 * Self.restMilliseconds)
                continue
            }
            let isBusy = try take(until: .max)
            stream.report()
            if isBusy {
                stop.sleep(milliseconds: Self.gatherMilliseconds)
            } else if hasWriter {
                var waiting = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
                poll(&waiting, 1, Int32(4 * Self.restMilliseconds))
            } else {
                stop.sleep(milliseconds: Self.restMilliseconds)
            }
        }
        if descriptor >= 0 { _ = try take(until: DispatchTime.now().uptimeNanoseconds + Self.drainNanoseconds) }
        stream.finish()
        stream.report(now: true)
    }

    /// Reads until the pipe is empty; whether there was anything.
    private func take(until end: UInt64) throws(DaemonError) -> Bool {
        var isBusy = false
        for round in 0... {
            switch try stream.read(descriptor) {
            case .bytes:
                (isBusy, hasWriter) = (true, true)
                stream.report()
                // A writer that never pauses must not keep us from stopping.
                if round >= 1000 || DispatchTime.now().uptimeNanoseconds >= end { return true }
            case .nothing:
                hasWriter = true
                return isBusy
            case .end:
                if hasWriter { stream.finish() }
                hasWriter = false
                if LogFile.isAnother(at: path, than: descriptor) { leave() }
                return isBusy
            }
        }
        return isBusy
    }

    private func isOpen() -> Bool {
        guard descriptor < 0 else { return true }
        descriptor = open(path, O_RDONLY | O_NONBLOCK | O_CLOEXEC)
        guard descriptor >= 0 else {
            if !isMissing { logger.warning("waiting for \(path): \(String(cString: strerror(errno)))") }
            isMissing = true
            return false
        }
        isMissing = false
        // Refused for what is no pipe.
        _ = fcntl(descriptor, Self.setPipeSize, Self.pipeSize)
        logger.info("reading \(path)")
        return true
    }

    private func leave() {
        close(descriptor)
        descriptor = -1
    }
}
