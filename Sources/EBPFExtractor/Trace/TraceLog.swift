import CLibbpf
import Logging
import Synchronization

/// What libbpf says, on its way to the log.
enum TraceLog {
    private static let logger = Mutex<Logger?>(nil)

    /// - Parameter logger: nil drops it.
    static func show(in logger: Logger?) {
        self.logger.withLock { $0 = logger }
        guard logger != nil else { return trace_set_log(nil, nil) }
        trace_set_log(
            { level, line, _ in
                guard let line else { return }
                let text = String(cString: line)
                TraceLog.logger.withLock { logger in
                    switch level {
                    case TRACE_LOG_WARNING: logger?.warning("libbpf: \(text)")
                    case TRACE_LOG_INFO: logger?.info("libbpf: \(text)")
                    default: logger?.info("libbpf: \(text)")
                    }
                }
            }, nil)
    }
}
