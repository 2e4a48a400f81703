public import Dispatch
import Synchronization

/// Tells the input's thread to stop, also while it sleeps.
public final class InputStop: Sendable {
    private let requested = Atomic(false)
    private let signal = DispatchSemaphore(value: 0)

    public init() {}

    public var isRequested: Bool { requested.load(ordering: .relaxed) }

    public func request() {
        requested.store(true, ordering: .relaxed)
        signal.signal()
    }

    public func sleep(milliseconds: Int) { sleep(.milliseconds(milliseconds)) }

    /// Returns after the time, or at once where the input is to stop.
    public func sleep(_ time: DispatchTimeInterval) {
        guard !isRequested else { return }
        if signal.wait(timeout: .now() + time) == .success { signal.signal() }
    }
}
