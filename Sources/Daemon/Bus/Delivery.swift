import CNATS
import Dispatch
import Glibc
import Synchronization

/// Hands messages to a handler one at a time, and flushes when it has handed over what came in one burst.
///
/// A message that is destroyed goes to a collector thread of the library, which is woken for each while it sleeps. So messages are
/// destroyed many at a time.
final class Delivery: Sendable {
    private struct State: ~Copyable {
        // An existential of a type known here: a generic class would look up its metadata for each message.
        var handler: any MessageHandler
        var ledger = DeliveryLedger()
        var spent = SpentMessages()
        var stopped = false

        init(_ handler: any MessageHandler) { self.handler = handler }

        mutating func flush() {
            ledger.flush(handler.flush(), held: handler.held)
            spent.destroy()
        }
    }

    private let state: Mutex<State>
    private let snapshot = Mutex(DeliveryLedger())
    private let dropped = Atomic<UInt64>(0)
    /// Held while a burst is being read; the delivery thread and the reader would fight for the library's locks.
    /// A semaphore, since who waits for a Mutex keeps a processor busy.
    private let burst = DispatchSemaphore(value: 1)
    private let isBursting = Atomic(false)
    /// Whether a message has left the library's queue and waits for the burst to end.
    private let isHeld = Atomic(false)
    /// Messages until the next flush.
    private let left = Atomic(0)
    private let flushDue = Atomic(false)

    init(_ handler: any MessageHandler) { state = Mutex(State(handler)) }

    // MARK: The delivery thread

    /// Takes over `message`.
    func deliver(_ message: OpaquePointer) {
        if isBursting.load(ordering: .acquiring) {
            isHeld.store(true, ordering: .relaxed)
            burst.wait()
            isHeld.store(false, ordering: .relaxed)
            burst.signal()
        }
        let subject = natsMsg_GetSubject(message)
        let payload = UnsafeRawBufferPointer(
            start: natsMsg_GetData(message), count: Int(natsMsg_GetDataLength(message)))
        let subjectBytes = UnsafeRawBufferPointer(start: subject, count: subject.map { strlen($0) } ?? 0)
        let spent = SpentMessages.Message(pointer: message, byteCount: payload.count)
        state.withLock { state in
            guard !state.stopped else {
                state.ledger.lose(1, .disconnected)
                natsMsg_Destroy(spent.pointer)
                return
            }
            state.ledger.take(state.handler.receive(subject: subjectBytes, payload: payload))
            state.spent.add(spent)
            let isLast = left.wrappingSubtract(1, ordering: .relaxed).newValue == 0
            if isLast { state.flush() }
            flushDue.store(!isLast, ordering: .relaxed)
        }
    }

    // MARK: The reader

    /// Runs `read`, in which messages arrive, while the delivery thread waits; `expected` then tells how many are in the queue.
    func gather(_ read: () -> Void, expected: () -> UInt64) {
        burst.wait()
        isBursting.store(true, ordering: .releasing)
        read()
        // What was begun before this burst is due by now, whatever came on top of it.
        let count = isFlushDue ? 1 : Int(expected()) + (isHeld.load(ordering: .relaxed) ? 1 : 0)
        left.store(count, ordering: .relaxed)
        isBursting.store(false, ordering: .releasing)
        burst.signal()
    }

    /// Whether something was handed over since the last flush.
    var isFlushDue: Bool { flushDue.load(ordering: .relaxed) }

    /// Flushes, unless the handler is at work. For when fewer messages came than were expected.
    func flushIfIdle() {
        state.withLockIfAvailable { state in
            guard flushDue.exchange(false, ordering: .relaxed), !state.stopped else { return }
            state.flush()
        }
    }

    /// Flushes what the handler still holds, unless it is at work.
    func flushHeld() {
        state.withLockIfAvailable { state in
            guard state.ledger.taken > 0, !state.stopped, !isFlushDue else { return }
            state.flush()
        }
    }

    func countDropped(_ count: UInt64) { dropped.wrappingAdd(count, ordering: .relaxed) }

    /// Flushes for the last time and tells the handler that this is the end, unless the handler is held up past `deadline`.
    func stop(until deadline: ContinuousClock.Instant) {
        let pause = DispatchSemaphore(value: 0)
        while ContinuousClock.now < deadline {
            let stopped: Void? = state.withLockIfAvailable { state in
                state.flush()
                state.handler.end()
                state.stopped = true
            }
            if stopped != nil { break }
            _ = pause.wait(timeout: .now() + 0.005)
        }
        flushDue.store(false, ordering: .relaxed)
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
}

/// Messages that the handler is done with.
private struct SpentMessages: Sendable {
    struct Message: @unchecked Sendable {
        // Proof: the delivery thread owns a message until it puts it here, and nobody else has its pointer.
        let pointer: OpaquePointer
        let byteCount: Int
    }

    private static let limit = 512

    private var messages: [Message] = []
    private var byteCount = 0

    init() { messages.reserveCapacity(Self.limit) }

    /// Takes a message over, and destroys all that have gathered when they become many or large.
    mutating func add(_ message: Message) {
        messages.append(message)
        byteCount += message.byteCount
        if messages.count == Self.limit || byteCount > 1 << 20 { destroy() }
    }

    mutating func destroy() {
        for message in messages { natsMsg_Destroy(message.pointer) }
        messages.removeAll(keepingCapacity: true)
        byteCount = 0
    }
}
