import CNATS
import Dispatch
import Synchronization

/// The library's subscriptions for one handler.
final class Subscriptions: Sendable {
    private struct Handle: @unchecked Sendable {
        // Proof: the library guards a subscription with its own lock; `free` takes the handles away before it frees them.
        let pointer: OpaquePointer
    }

    private let handles: Mutex<[Handle]>
    private let delivery: AnyDelivery

    /// Subscribes to each subject and to `node.*.<subject>`.
    init(_ connection: NATSConnection, subjects: [String], pendingBytes: Int, delivery: AnyDelivery) throws(DaemonError) {
        self.delivery = delivery
        let closure = Unmanaged.passRetained(delivery).toOpaque()
        var created: [Handle] = []
        for subject in subjects.flatMap({ [$0, "node.*.\($0)"] }) {
            var subscription: OpaquePointer?
            let status = natsConnection_Subscribe(&subscription, connection.handle, subject, onMessage, closure)
            guard status == NATS_OK, let subscription else {
                throw DaemonError("NATS: cannot subscribe to \(subject): \(NATSStatus.lastError(status))")
            }
            natsSubscription_SetPendingLimits(subscription, -1, Int32(clamping: pendingBytes))
            created.append(Handle(pointer: subscription))
        }
        handles = Mutex(created)
    }

    /// What the handler has done, and the number of messages that wait for it.
    func counts() -> (ledger: DeliveryLedger, waiting: UInt64) {
        let waiting = handles.withLock { handles in
            handles.reduce(into: UInt64(0)) { sum, handle in
                var queued: UInt64 = 0
                if natsSubscription_QueuedMsgs(handle.pointer, &queued) == NATS_OK { sum += queued }
            }
        }
        return (delivery.ledger, waiting)
    }

    /// Counts what the library has dropped because too much was waiting.
    func countDropped() {
        let total = handles.withLock { handles in
            handles.reduce(into: UInt64(0)) { sum, handle in
                var dropped: Int64 = 0
                if natsSubscription_GetDropped(handle.pointer, &dropped) == NATS_OK { sum += UInt64(dropped) }
            }
        }
        delivery.setDropped(total)
    }

    /// Unsubscribes, delivers what is waiting and flushes the handler.
    func drain(until deadline: ContinuousClock.Instant, connected: Bool) {
        countDropped()
        if connected {
            let left = max(1, (deadline - ContinuousClock.now).milliseconds / 2)
            let open = handles.withLock { $0 }
            for handle in open { natsSubscription_DrainTimeout(handle.pointer, left) }
            for handle in open { natsSubscription_WaitForDrainCompletion(handle.pointer, left) }
        } else {
            // Without a server nothing new comes; what has arrived is delivered.
            let pause = DispatchSemaphore(value: 0)
            while ContinuousClock.now < deadline, counts().waiting > 0 { _ = pause.wait(timeout: .now() + 0.005) }
        }
        delivery.stop()
    }

    /// Frees the subscriptions; their counts stay.
    func free() {
        let open = handles.withLock { handles in
            defer { handles = [] }
            return handles
        }
        for handle in open { natsSubscription_Destroy(handle.pointer) }
    }
}

private let onMessage: natsMsgHandler = { _, _, message, closure in
    guard let message else { return }
    defer { natsMsg_Destroy(message) }
    guard let closure else { return }
    // Proof: the closure is the pointer that `Subscriptions.init` retained for good; so the object outlives every callback.
    Unmanaged<AnyDelivery>.fromOpaque(closure)._withUnsafeGuaranteedRef { $0.deliver(message) }
}
