import Daemon
import NIOCore
import Synchronization

/// Takes addresses from the bus's thread to the event loop, no more than may wait.
final class Inbox: Sendable {
    private struct State {
        var checker: NIOLoopBound<Checker>?
        var announcements: [Announcement] = []
        /// Whether the loop is going to come for them.
        var isCalled = false
        var isOpen = true
    }

    private let loop: any EventLoop
    private let limit: Int
    private let metrics: ConnectivityMetrics
    private let state = Mutex(State())

    init(loop: any EventLoop, limit: Int, metrics: ConnectivityMetrics) {
        self.loop = loop
        // A message that is taken at all has room when nothing else waits, however small the queue is.
        self.limit = max(limit, AddressFilter.getaddrReply)
        self.metrics = metrics
    }

    /// Makes the checker on its loop.
    func start(_ settings: CheckerSettings, output: ResultOutput) async throws {
        try await loop.submit { [self] in
            let checker = NIOLoopBound(Checker(settings, output: output, loop: loop), eventLoop: loop)
            state.withLock { $0.checker = checker }
        }.get()
    }

    func accept(_ announcements: [Announcement]) {
        let (dropped, isNew): (DropReason?, Bool) = state.withLock { state in
            guard state.isOpen else { return (.shutdown, false) }
            guard state.announcements.count + announcements.count <= limit else { return (.queueFull, false) }
            state.announcements += announcements
            defer { state.isCalled = true }
            return (nil, !state.isCalled)
        }
        if let dropped { return metrics.drop(dropped, UInt64(announcements.count)) }
        if isNew { loop.execute { self.empty() } }
    }

    /// Takes no more, gives up what has not begun, and waits for the rest; not for longer than `patience`.
    func stop(within patience: Duration) async {
        let checker = state.withLock { state in
            state.isOpen = false
            return state.checker
        }
        guard let checker else { return }
        let ended = loop.flatSubmit { [self] in
            empty()
            let ended = checker.value.stop()
            loop.scheduleTask(in: .nanoseconds(Int64(clamping: patience.nanoseconds))) { checker.value.cut() }
            return ended
        }
        try? await ended.get()
    }

    private func empty() {
        let (checker, announcements) = state.withLock { state in
            defer {
                state.announcements = []
                state.isCalled = false
            }
            return (state.checker, state.announcements)
        }
        checker?.value.take(announcements)
    }
}
