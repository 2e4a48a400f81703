import Glibc
import PeerObserver
import Synchronization

/// Writes events as JSON, one object a line, in the form of the logger's `--format json`. One for each thread.
final class ScanEvents {
    private let descriptor: Int32
    private let turn: ScanTurn
    private var json = JSONVisitor(form: .hex)

    private static let writeMark = 1 << 16

    init(descriptor: Int32 = STDOUT_FILENO, turn: ScanTurn) {
        self.descriptor = descriptor
        self.turn = turn
    }

    func add(_ log: LogEvent) {
        let (time, isTooLate) = log.logTimestamp.multipliedReportingOverflow(by: 1000)
        let event = Event(
            payload: .logExtractor(log), timestamp: log.logTimestamp / 1000,
            sourceTimeNs: log.logTimestamp == 0 || isTooLate ? nil : time)
        event.visit(&json)
        json.output.byte(UInt8(ascii: "\n"))
        if json.output.count >= Self.writeMark { flush() }
    }

    /// Whole lines, so that those of several threads do not mix.
    func flush() {
        turn.lock.withLock { _ in
            json.output.withUnsafeBytes { bytes in
                var rest = bytes[...]
                while !rest.isEmpty {
                    let count = write(descriptor, UnsafeRawBufferPointer(rebasing: rest).baseAddress, rest.count)
                    if count < 0, errno == EINTR { continue }
                    // Nobody reads any more: SIGPIPE has ended the program, or the disk is full.
                    guard count > 0 else {
                        perror("error: cannot write the events")
                        exit(1)
                    }
                    rest = rest.dropFirst(count)
                }
            }
        }
        json.output.removeAll()
    }
}

/// Whose turn it is to write.
final class ScanTurn: Sendable {
    let lock = Mutex(())
}
