import CNATS
import Dispatch
import Glibc
import Synchronization

/// The library's callback end of a subscription, free of the handler's type.
// Proof of Sendable: no state of its own; the one subclass keeps its state behind a lock.
class AnyDelivery: @unchecked Sendable {
    func deliver(_ message: OpaquePointer) {}
    func countDropped(_ count: UInt64) {}
    func stop(until deadline: ContinuousClock.Instant) {}
    var ledger: DeliveryLedger { DeliveryLedger() }
}

/// Hands messages to a handler one at a time, and has it flush at most 20 ms after it took one.
final class Delivery<Handler: MessageHandler>: AnyDelivery, @unchecked Sendable {
    private struct State: ~Copyable {
        var handler: Handler
        var ledger = DeliveryLedger()
        var flushDue = false
        var stopped = false

        init(_ handler: Handler) { self.handler = handler }
    }

    private let state: Mutex<State>
    private let snapshot = Mutex(DeliveryLedger())
    private let dropped = Atomic<UInt64>(0)
    private let due = DispatchSemaphore(value: 0)
    private let stopSignal = DispatchSemaphore(value: 0)

    init(_ handler: Handler) {
        state = Mutex(State(handler))
        super.init()
        DispatchQueue(label: "bus flush").async { [self] in flushLoop() }
    }

    override func deliver(_ message: OpaquePointer) {
        let subject = natsMsg_GetSubject(message)
        let payload = UnsafeRawBufferPointer(start: natsMsg_GetData(message), count: Int(natsMsg_GetDataLength(message)))
        let subjectBytes = UnsafeRawBufferPointer(start: subject, count: subject.map { strlen($0) } ?? 0)
        let startsBatch = state.withLock { state in
            guard !state.stopped else {
                state.ledger.lose(1, .disconnected)
                return false
            }
            state.ledger.take(state.handler.receive(subject: subjectBytes, payload: payload))
            defer { state.flushDue = true }
            return !state.flushDue
        }
        if startsBatch { due.signal() }
    }

    override func countDropped(_ count: UInt64) { dropped.wrappingAdd(count, ordering: .relaxed) }

    /// Flushes for the last time, unless the handler is held up past `deadline`.
    override func stop(until deadline: ContinuousClock.Instant) {
        let pause = DispatchSemaphore(value: 0)
        while ContinuousClock.now < deadline {
            let stopped: Void? = state.withLockIfAvailable { state in
                state.ledger.flush(state.handler.flush())
                state.stopped = true
            }
            if stopped != nil { break }
            _ = pause.wait(timeout: .now() + 0.005)
        }
        due.signal()
        stopSignal.signal()
    }

    /// As of shortly before now while the handler is held up, by a client or a disk.
    override var ledger: DeliveryLedger {
        let current = state.withLockIfAvailable { $0.ledger }
        var ledger = snapshot.withLock { known in
            if let current { known = current }
            return known
        }
        ledger.lose(dropped.load(ordering: .relaxed), .slowConsumer)
        return ledger
    }

    private func flushLoop() {
        while true {
            due.wait()
            _ = stopSignal.wait(timeout: .now() + 0.018)
            let stopped = state.withLock { state in
                guard !state.stopped else { return true }
                state.flushDue = false
                state.ledger.flush(state.handler.flush())
                return false
            }
            if stopped { return }
        }
    }
}
