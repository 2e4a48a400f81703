import CNATS
import Dispatch
import Glibc
import Synchronization

/// The library's callback end of a subscription, free of the handler's type.
// Proof of Sendable: no state of its own; the one subclass keeps its state behind a lock.
class AnyDelivery: @unchecked Sendable {
    func deliver(_ message: OpaquePointer) {}
    func setDropped(_ total: UInt64) {}
    func stop() {}
    var ledger: DeliveryLedger { DeliveryLedger() }
}

/// Hands messages to a handler one at a time, and has it flush at most 20 ms after it took one.
final class Delivery<Handler: MessageHandler>: AnyDelivery, @unchecked Sendable {
    private struct State: ~Copyable {
        var handler: Handler
        var ledger = DeliveryLedger()
        var dropped: UInt64 = 0
        var flushDue = false
        var stopped = false

        init(_ handler: Handler) { self.handler = handler }
    }

    private let state: Mutex<State>
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

    override func setDropped(_ total: UInt64) {
        state.withLock { state in
            guard total > state.dropped else { return }
            state.ledger.lose(total - state.dropped, .slowConsumer)
            state.dropped = total
        }
    }

    override func stop() {
        state.withLock { state in
            state.ledger.flush(state.handler.flush())
            state.stopped = true
        }
        due.signal()
        stopSignal.signal()
    }

    override var ledger: DeliveryLedger { state.withLock { $0.ledger } }

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
