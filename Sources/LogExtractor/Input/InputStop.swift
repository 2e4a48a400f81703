import Dispatch
import Synchronization

/// Tells the input's thread to stop, also while it sleeps.
final class InputStop: Sendable {
    private let requested = Atomic(false)
    private let signal = DispatchSemaphore(value: 0)

    var isRequested: Bool { requested.load(ordering: .relaxed) }

    func request() {
        requested.store(true, ordering: .relaxed)
        signal.signal()
    }

    func sleep(milliseconds: Int) {
        guard !isRequested else { return }
        if signal.wait(timeout: .now() + .milliseconds(milliseconds)) == .success { signal.signal() }
    }
}
