import Glibc
import Synchronization

/// SIGINT, SIGTERM, SIGHUP, SIGCHLD and SIGWINCH as bytes in a pipe, for a loop that polls. A second handler of signals has no place beside it.
final class Signals: Sendable {
    static let shared = Signals()

    /// Readable when a signal has come.
    let descriptor: Int32
    private let writing: Int32

    private init() {
        var ends: [Int32] = [-1, -1]
        pipe(&ends)
        for end in ends {
            _ = fcntl(end, F_SETFD, FD_CLOEXEC)
            _ = fcntl(end, F_SETFL, O_NONBLOCK)
        }
        (descriptor, writing) = (ends[0], ends[1])
    }

    func install() {
        var action = sigaction()
        action.__sigaction_handler.sa_handler = noteSignal
        action.sa_flags = SA_RESTART
        for number in [SIGINT, SIGTERM, SIGCHLD, SIGWINCH] { sigaction(number, &action, nil) }
        // A terminal that goes away ends the program as a signal does; nohup's wish counts more.
        var before = sigaction()
        sigaction(SIGHUP, nil, &before)
        if !isIgnored(before) { sigaction(SIGHUP, &action, nil) }
        signal(SIGPIPE, SIG_IGN)
    }

    private func isIgnored(_ action: sigaction) -> Bool {
        // SIG_IGN is the number 1 in the place of a function.
        unsafeBitCast(action.__sigaction_handler.sa_handler, to: Int.self) == 1
    }

    /// The signals that have come.
    func take() -> [Int32] {
        var bytes = [UInt8](repeating: 0, count: 256)
        let count = read(descriptor, &bytes, bytes.count)
        return count > 0 ? bytes[..<count].map(Int32.init) : []
    }

    fileprivate func note(_ number: Int32) {
        var byte = UInt8(truncatingIfNeeded: number)
        _ = write(writing, &byte, 1)
    }
}

/// Proof that a signal handler may do this: it calls only `write`, reads values that are made before it is set, and keeps `errno`.
/// A full pipe loses the byte, and has enough of them to wake the loop.
private let noteSignal: @convention(c) (Int32) -> Void = { number in
    let kept = errno
    Signals.shared.note(number)
    errno = kept
}
