import Daemon
import Dispatch
import Glibc

/// Bytes that come through a pipe, as lines.
final class StreamInput {
    private let publisher: LinePublisher
    private let statistics: LogStatistics
    private let buffer: UnsafeMutableRawBufferPointer
    private var scanner = LineScanner()
    private var filled = 0
    private var nextReport: UInt64 = 0
    private static let reportNanoseconds: UInt64 = 100_000_000

    init(publisher: LinePublisher, statistics: LogStatistics) {
        self.publisher = publisher
        self.statistics = statistics
        buffer = .allocate(byteCount: 2 * LineScanner.longest + 1, alignment: 64)
    }

    deinit { buffer.deallocate() }

    enum Outcome {
        case bytes(Int)
        /// Nothing for now.
        case nothing
        /// Nobody has the other end open.
        case end
    }

    /// One read of `descriptor`, and the lines that it completes.
    func read(_ descriptor: Int32) throws(DaemonError) -> Outcome {
        // There is always room: what stays in the buffer is shorter than a line may be.
        let count = Glibc.read(descriptor, buffer.baseAddress.map { $0 + filled }, buffer.count - filled)
        guard count >= 0 else {
            if errno == EAGAIN || errno == EINTR { return .nothing }
            throw DaemonError("cannot read the log: \(String(cString: strerror(errno)))")
        }
        guard count > 0 else { return .end }
        filled += count
        let used = scanner.scan(UnsafeRawBufferPointer(rebasing: buffer[..<filled]), publisher.publish)
        if used > 0, used < filled, let base = buffer.baseAddress { memmove(base, base + used, filled - used) }
        filled -= used
        return .bytes(count)
    }

    /// Takes a last line without an end, of a writer that is gone.
    func finish() {
        scanner.finish(UnsafeRawBufferPointer(rebasing: buffer[..<filled]), publisher.publish)
        filled = 0
    }

    /// Tells the counts, unless that was just done.
    func report(now isDue: Bool = false) {
        let now = DispatchTime.now().uptimeNanoseconds
        guard isDue || now >= nextReport else { return }
        nextReport = now + Self.reportNanoseconds
        statistics.update { values in
            values.counts = publisher.counts
            values.cut = scanner.cut
        }
    }
}
