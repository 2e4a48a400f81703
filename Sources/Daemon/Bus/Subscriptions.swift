import CNATS
import Dispatch
import Synchronization

/// What a handler is to receive, whether or not there is a connection.
struct Interest: Sendable {
    let subjects: [String]
    let pendingBytes: Int
    let delivery: Delivery
}

/// The library's subscriptions for one handler, on one connection.
final class Subscriptions: Sendable {
    private struct Handle: @unchecked Sendable {
        // Proof: the library guards a subscription with its own lock, and only `deinit` frees it.
        let pointer: OpaquePointer
        var dropped: UInt64 = 0
    }

    private let handles: Mutex<[Handle]>
    let delivery: Delivery

    /// Subscribes to each subject and to `node.*.<subject>`.
    init(_ connection: NATSConnection, _ interest: Interest) throws(DaemonError) {
        delivery = interest.delivery
        let closure = Unmanaged.passRetained(delivery).toOpaque()
        var created: [Handle] = []
        for subject in interest.subjects.flatMap({ [$0, "node.*.\($0)"] }) {
            var subscription: OpaquePointer?
            let status = natsConnection_Subscribe(&subscription, connection.handle, subject, onMessage, closure)
            guard status == NATS_OK, let subscription else {
                throw DaemonError("NATS: cannot subscribe to \(subject): \(NATSStatus.lastError(status))")
            }
            natsSubscription_SetPendingLimits(subscription, -1, Int32(clamping: interest.pendingBytes))
            created.append(Handle(pointer: subscription))
        }
        handles = Mutex(created)
        connection.serve(self)
    }

    /// The number of messages that wait for the handler.
    func waiting() -> UInt64 {
        handles.withLock { handles in
            handles.reduce(into: UInt64(0)) { sum, handle in
                var queued: UInt64 = 0
                if natsSubscription_QueuedMsgs(handle.pointer, &queued) == NATS_OK { sum += queued }
            }
        }
    }

    /// Counts what the library has dropped because too much was waiting.
    func countDropped() {
        // The lock also keeps two callers from counting the same drops.
        handles.withLock { handles in
            for index in handles.indices {
                var dropped: Int64 = 0
                guard natsSubscription_GetDropped(handles[index].pointer, &dropped) == NATS_OK else { continue }
                delivery.countDropped(UInt64(dropped) - handles[index].dropped)
                handles[index].dropped = UInt64(dropped)
            }
        }
    }

    /// Unsubscribes and delivers what is waiting.
    func drain(until deadline: ContinuousClock.Instant, connected: Bool) {
        if connected {
            let half = ContinuousClock.now + (deadline - ContinuousClock.now) / 2
            // Anew for each subscription: a handler that is held up must not take the time of all.
            func left() -> Int64 { max(1, (half - ContinuousClock.now).milliseconds) }
            let open = handles.withLock { $0 }
            for handle in open { natsSubscription_DrainTimeout(handle.pointer, left()) }
            for handle in open { natsSubscription_WaitForDrainCompletion(handle.pointer, left()) }
        } else {
            // Without a server nothing new comes; what has arrived is delivered.
            let pause = DispatchSemaphore(value: 0)
            while ContinuousClock.now < deadline, waiting() > 0 { _ = pause.wait(timeout: .now() + 0.005) }
        }
        countDropped()
    }

    deinit { handles.withLock { for handle in $0 { natsSubscription_Destroy(handle.pointer) } } }
}

private let onMessage: natsMsgHandler = { _, _, message, closure in
    guard let message, let closure else { return }
    // Proof: the closure is the pointer that `Subscriptions.init` retained for good; so the object outlives every
    // callback.
    Unmanaged<Delivery>.fromOpaque(closure)._withUnsafeGuaranteedRef { $0.deliver(message) }
}
