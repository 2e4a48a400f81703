import Dispatch
import Glibc
import ServiceLifecycle
import Synchronization

/// Asks the program to stop at the first SIGTERM or SIGINT, by ending as a service; ends the process at the second.
///
/// A plain signal handler and a pipe, since Dispatch's signal sources (and with them `ServiceGroup`'s own signals) lose a
/// signal now and then on Linux: their handler blocks and raises it again, and the main thread may take that one too.
/// Only the main thread can be interrupted by it: Dispatch blocks signals in its threads, and threads that the
/// NATS library makes inherit that. It would take an interrupted poll for a broken connection.
final class StopSignals: Service {
    private let first: (stream: AsyncStream<Void>, continuation: AsyncStream<Void>.Continuation)

    /// Returns when no signal can be missed any more. There is one in a process.
    init() {
        let first = AsyncStream.makeStream(of: Void.self)
        self.first = first
        let reading = SignalPipe.shared.reading
        DispatchQueue(label: "signals").async {
            var byte: UInt8 = 0
            while read(reading, &byte, 1) < 0, errno == EINTR {}
            first.continuation.yield()
        }
        var action = sigaction()
        action.__sigaction_handler.sa_handler = noteSignal
        action.sa_flags = SA_RESTART
        for number in [SIGTERM, SIGINT] { sigaction(number, &action, nil) }
    }

    func run() async throws {
        await cancelWhenGracefulShutdown { [first] in
            for await _ in first.stream { return }
        }
    }
}

/// What the signal handler needs; made before the handler is set.
private final class SignalPipe: Sendable {
    static let shared = SignalPipe()
    let reading: Int32
    let writing: Int32
    let count = Atomic(0)

    private init() {
        var ends: [Int32] = [-1, -1]
        pipe(&ends)
        (reading, writing) = (ends[0], ends[1])
        for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
    }
}

/// Proof that a signal handler may do this: it calls only `write` and `_exit`, reads values that are made already, and
/// keeps `errno`.
private let noteSignal: @convention(c) (Int32) -> Void = { _ in
    let kept = errno
    if SignalPipe.shared.count.wrappingAdd(1, ordering: .relaxed).newValue > 1 { _exit(130) }
    var byte: UInt8 = 1
    _ = write(SignalPipe.shared.writing, &byte, 1)
    errno = kept
}
