import Dispatch
import Synchronization

/// What waits for an output that takes its time, and the one thread that hands it on. The bus's thread never waits here.
final class OutputQueue<Item: Sendable>: Sendable {
    private struct State {
        var items: [Item] = []
        /// When the program ends: nothing is begun later.
        var deadline: ContinuousClock.Instant?
    }

    enum Next {
        case item(Item)
        case timeout
        case closed
    }

    private let state = Mutex(State())
    private let limit: Int
    private let arrived = DispatchSemaphore(value: 0)
    private let closed = DispatchSemaphore(value: 0)
    private let ended = DispatchGroup()

    /// - Parameter limit: What may wait.
    init(limit: Int) { self.limit = limit }

    /// False where there is no room, or the program ends.
    func offer(_ item: Item) -> Bool {
        let isTaken = state.withLock { state in
            guard state.items.count < limit, state.deadline == nil else { return false }
            state.items.append(item)
            return true
        }
        if isTaken { arrived.signal() }
        return isTaken
    }

    /// Starts the thread, which is to call `next` until it hears `closed`.
    func start(_ label: String, _ body: @escaping @Sendable () -> Void) {
        DispatchQueue(label: label).async(group: ended, execute: body)
    }

    // MARK: The thread

    /// Waits for something to do.
    /// - Parameter timeout: nil for as long as it takes.
    func next(within timeout: Duration? = nil) -> Next {
        let limit = timeout.map { DispatchTime.now() + .milliseconds(Int($0 / .milliseconds(1))) } ?? .distantFuture
        while true {
            let (item, isClosed) = state.withLock { state in
                (state.items.isEmpty ? nil : state.items.removeFirst(), state.deadline != nil)
            }
            if let item { return .item(item) }
            if isClosed { return .closed }
            // May have been signalled for what was taken already: then it goes round once more.
            if arrived.wait(timeout: limit) == .timedOut { return .timeout }
        }
    }

    /// Waits, but not when the program ends.
    func pause(_ duration: Duration) {
        guard closed.wait(timeout: .now() + .milliseconds(Int(duration / .milliseconds(1)))) == .success else { return }
        closed.signal()
    }

    /// How long something may take that is begun now.
    func patience(_ usual: Duration) -> Duration {
        guard let deadline = state.withLock({ $0.deadline }) else { return usual }
        return min(usual, deadline - .now)
    }

    var isClosed: Bool { state.withLock { $0.deadline != nil } }

    // MARK: The end

    /// Lets the thread finish what waits, until `deadline`.
    func close(_ deadline: ContinuousClock.Instant) {
        state.withLock { if $0.deadline == nil { $0.deadline = deadline } }
        arrived.signal()
        closed.signal()
    }

    /// To be called off Swift's threads, after `close`.
    func waitForEnd(_ deadline: ContinuousClock.Instant) {
        let left = max(.zero, deadline - .now)
        _ = ended.wait(timeout: .now() + .milliseconds(Int(left / .milliseconds(1))))
    }
}
