import CNATS
import Dispatch
import Glibc
import Synchronization

/// Hands messages to a handler one at a time, in batches that end with a flush 10 ms after their first message.
///
/// Waking threads costs the library more than everything else, so both of its wake-ups per message are bundled:
/// - It wakes the delivery thread for each message that finds the queue empty. So the thread rests after the first
///   message of a batch, unless it is behind, and then finds the others waiting.
/// - It wakes a collector thread for each message that is destroyed while that one sleeps. So messages are destroyed
///   many at a time.
final class Delivery: Sendable {
    private struct State: ~Copyable {
        // An existential of a type known here: a generic class would look up its metadata for each message.
        var handler: any MessageHandler
        var ledger = DeliveryLedger()
        var spent = SpentMessages()
        var flushDue = false
        var stopped = false

        init(_ handler: any MessageHandler) { self.handler = handler }
    }

    private static var rest: Double { 0.009 }
    private static var batch: Double { 0.010 }

    private let state: Mutex<State>
    private let snapshot = Mutex(DeliveryLedger())
    private let dropped = Atomic<UInt64>(0)
    private let due = DispatchSemaphore(value: 0)
    private let stopSignal = DispatchSemaphore(value: 0)
    private let resting = DispatchSemaphore(value: 0)

    init(_ handler: any MessageHandler) {
        state = Mutex(State(handler))
        DispatchQueue(label: "bus flush").async { [self] in flushLoop() }
    }

    /// Takes over `message`.
    func deliver(_ message: OpaquePointer, of subscription: OpaquePointer) {
        let subject = natsMsg_GetSubject(message)
        let payload = UnsafeRawBufferPointer(
            start: natsMsg_GetData(message), count: Int(natsMsg_GetDataLength(message)))
        let subjectBytes = UnsafeRawBufferPointer(start: subject, count: subject.map { strlen($0) } ?? 0)
        let spent = SpentMessages.Message(pointer: message, byteCount: payload.count)
        let startsBatch = state.withLock { state in
            guard !state.stopped else {
                state.ledger.lose(1, .disconnected)
                natsMsg_Destroy(spent.pointer)
                return false
            }
            state.ledger.take(state.handler.receive(subject: subjectBytes, payload: payload))
            state.spent.add(spent)
            defer { state.flushDue = true }
            return !state.flushDue
        }
        guard startsBatch else { return }
        due.signal()
        var waiting: UInt64 = 0
        if natsSubscription_QueuedMsgs(subscription, &waiting) == NATS_OK, waiting == 0 {
            _ = resting.wait(timeout: .now() + Self.rest)
        }
    }

    func countDropped(_ count: UInt64) { dropped.wrappingAdd(count, ordering: .relaxed) }

    /// Flushes for the last time, unless the handler is held up past `deadline`.
    func stop(until deadline: ContinuousClock.Instant) {
        let pause = DispatchSemaphore(value: 0)
        while ContinuousClock.now < deadline {
            let stopped: Void? = state.withLockIfAvailable { state in
                state.ledger.flush(state.handler.flush())
                state.spent.destroy()
                state.stopped = true
            }
            if stopped != nil { break }
            _ = pause.wait(timeout: .now() + 0.005)
        }
        due.signal()
        stopSignal.signal()
        resting.signal()
    }

    /// As of shortly before now while the handler is held up, by a client or a disk.
    var ledger: DeliveryLedger {
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
            _ = stopSignal.wait(timeout: .now() + Self.batch)
            let stopped = state.withLock { state in
                guard !state.stopped else { return true }
                state.flushDue = false
                state.ledger.flush(state.handler.flush())
                state.spent.destroy()
                return false
            }
            if stopped { return }
        }
    }
}

/// Messages that the handler is done with.
private struct SpentMessages: Sendable {
    struct Message: @unchecked Sendable {
        // Proof: the delivery thread owns a message until it puts it here, and nobody else has its pointer.
        let pointer: OpaquePointer
        let byteCount: Int
    }

    private var messages: [Message] = []
    private var byteCount = 0

    init() { messages.reserveCapacity(128) }

    /// Takes a message over, and destroys all that have gathered when they become many or large.
    mutating func add(_ message: Message) {
        messages.append(message)
        byteCount += message.byteCount
        if messages.count == 128 || byteCount > 256 << 10 { destroy() }
    }

    mutating func destroy() {
        for message in messages { natsMsg_Destroy(message.pointer) }
        messages.removeAll(keepingCapacity: true)
        byteCount = 0
    }
}
