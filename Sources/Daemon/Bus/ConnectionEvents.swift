import Dispatch
import Synchronization

/// What the client library tells about a connection, on a thread of its own.
final class ConnectionEvents: Sendable {
    /// Signalled whenever the connection comes, goes or ends.
    let changed: DispatchSemaphore
    let closed = DispatchSemaphore(value: 0)
    let report: @Sendable (String) -> Void
    private let isClosedFlag = Atomic(false)
    private let onBreak = Mutex<(@Sendable () -> Void)?>(nil)

    /// `report` gets errors in words.
    init(changed: DispatchSemaphore, report: @escaping @Sendable (String) -> Void) {
        self.changed = changed
        self.report = report
    }

    /// Whether the connection has ended for good.
    var isClosed: Bool { isClosedFlag.load(ordering: .acquiring) }

    /// Has `action` run on every break of the connection; nil for no longer.
    func onBreak(_ action: (@Sendable () -> Void)?) { onBreak.withLock { $0 = action } }

    func broke() { onBreak.withLock { $0 }?() }

    func noteClosed() {
        isClosedFlag.store(true, ordering: .releasing)
        closed.signal()
        changed.signal()
    }

    static func from(_ closure: UnsafeMutableRawPointer?) -> ConnectionEvents? {
        // Proof: the closure is the retained pointer that `NATSConnection.init` registered; the last callback
        // releases it.
        closure.map { Unmanaged<ConnectionEvents>.fromOpaque($0).takeUnretainedValue() }
    }
}
