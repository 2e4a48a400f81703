import CNATS
import Dispatch
import Glibc
import Synchronization

/// Reads a connection's socket for the client library, as the event loop that it can be attached to.
///
/// The library's own reader wakes for every piece that the server writes, and then works against the delivery thread for the
/// same locks. Here the socket rests for some milliseconds after it has become readable and is then emptied at once, while
/// the delivery waits. At 20,000 events of 700 bytes a second that took 1.15 us of CPU time an event, where a
/// synchronous subscription and the library's reader took 1.9.
///
/// Writing becomes this thread's work too, and what waits to be written is not bounded: so only buses that receive have one.
final class SocketReader: Sendable {
    // Proof of Sendable: the pointer is only handed to the library, which guards a connection with its own lock.
    private struct State: @unchecked Sendable {
        var connection: OpaquePointer?
        /// -1 while there is nothing to read.
        var socket: Int32 = -1
        var wantsToWrite = false
        var isStopped = false
    }

    /// Milliseconds between the first byte and reading; with the delivery it stays below the 20 ms of `MessageHandler.flush`.
    private static let rest: Int32 = 8
    /// Reads of one burst, of the library's 32 KiB; from half of them on the socket has no rest.
    private static let burstReads = 64
    /// Milliseconds after which what has been delivered is flushed, should more be expected that does not come.
    private static let patience: Int32 = 8

    private let state = Mutex(State())
    private let subscriptions = Mutex<Subscriptions?>(nil)
    private let wakeUp: Int32
    private let ended = DispatchSemaphore(value: 0)

    /// Starts the thread; throws where no descriptor is left to wake it by.
    init() throws(DaemonError) {
        wakeUp = eventfd(0, Int32(EFD_NONBLOCK | EFD_CLOEXEC))
        guard wakeUp >= 0 else { throw DaemonError("NATS: cannot read: \(errnoText(errno))") }
        DispatchQueue(label: "bus reader").async { [self] in
            run()
            ended.signal()
        }
    }

    /// Has `options` attach every socket of their connection to this reader.
    func attach(to options: borrowing NATSOptions) throws(DaemonError) {
        let status = natsOptions_SetEventLoop(
            options.handle, Unmanaged.passUnretained(self).toOpaque(), onAttach, onRead, onWrite, onDetach)
        guard status == NATS_OK else { throw DaemonError("NATS: cannot read: \(NATSStatus.lastError(status))") }
    }

    /// Tells for whom messages come.
    func serve(_ subscriptions: Subscriptions) { self.subscriptions.withLock { $0 = subscriptions } }

    /// Ends the thread; when this returns, it no longer uses the connection. May be called again.
    func stop() {
        change { $0.isStopped = true }
        ended.wait()
        ended.signal()
        subscriptions.withLock { $0 = nil }
    }

    // MARK: The library's side

    fileprivate func attach(_ connection: OpaquePointer, _ socket: Int32) {
        change { ($0.connection, $0.socket, $0.wantsToWrite) = (connection, socket, false) }
    }

    fileprivate func readNoMore() { change { $0.socket = -1 } }

    fileprivate func write(_ wanted: Bool) { change { $0.wantsToWrite = wanted } }

    private func change(_ change: (inout State) -> Void) {
        state.withLock { change(&$0) }
        eventfd_write(wakeUp, 1)
    }

    // MARK: The thread

    private func run() {
        var isBehind = false
        /// When the socket may be read; nil while there is nothing to read.
        var readAt: ContinuousClock.Instant?
        while true {
            let state = state.withLock { $0 }
            guard !state.isStopped else { return }
            let delivery = subscriptions.withLock { $0 }?.delivery
            var timeout: Int32 = delivery?.isFlushDue == true ? Self.patience : -1
            if let readAt { timeout = max(0, Int32(clamping: (readAt - .now).milliseconds)) }
            // A socket that is known to be readable is asked only whether it can be written to.
            let wanted = (readAt == nil ? POLLIN : 0) | (state.wantsToWrite ? POLLOUT : 0)
            let ready = poll(state.socket, for: wanted, timeout: timeout)
            if ready.isWoken {
                var count: UInt64 = 0
                eventfd_read(wakeUp, &count)
            }
            guard let connection = state.connection, state.socket >= 0 else {
                readAt = nil
                continue
            }
            if ready.events & POLLOUT != 0 { natsConnection_ProcessWriteEvent(connection) }
            if readAt == nil, ready.events & ~POLLOUT != 0 {
                readAt = isBehind ? .now : .now + .milliseconds(Int(Self.rest))
            }
            // `poll` counts in milliseconds: waiting for the rest of one would be spinning.
            if let due = readAt, (due - .now).milliseconds < 1 {
                isBehind = read(connection)
                readAt = nil
            } else if ready.isTimeout, readAt == nil {
                delivery?.flushIfIdle()
            }
        }
    }

    /// Empties the socket, and tells whether that was so much that it should not rest.
    private func read(_ connection: OpaquePointer) -> Bool {
        var reads = 0
        func readAll() {
            repeat {
                natsConnection_ProcessReadEvent(connection)
                reads += 1
            } while reads < Self.burstReads && hasMore
        }
        if let subscriptions = subscriptions.withLock({ $0 }) {
            subscriptions.delivery.gather(readAll, expected: subscriptions.waiting)
        } else {
            readAll()
        }
        return reads > Self.burstReads / 2
    }

    private var hasMore: Bool {
        let socket = state.withLock { $0.socket }
        return socket >= 0 && poll(socket, for: POLLIN, timeout: 0).events != 0
    }

    private func poll(
        _ socket: Int32, for events: Int32, timeout: Int32
    ) -> (isWoken: Bool, events: Int32, isTimeout: Bool) {
        var entries: InlineArray<2, pollfd> = [
            pollfd(fd: wakeUp, events: Int16(POLLIN), revents: 0),
            pollfd(fd: events == 0 ? -1 : socket, events: Int16(events), revents: 0),
        ]
        var span = entries.mutableSpan
        let count = span.withUnsafeMutableBufferPointer { Glibc.poll($0.baseAddress, 2, timeout) }
        return (entries[0].revents != 0, Int32(entries[1].revents), count == 0)
    }

    deinit { close(wakeUp) }
}

// The library calls these with its connection's lock held, so they only note what it says.

private let onAttach: natsEvLoop_Attach = { userData, loop, connection, socket in
    guard let userData, let loop, let connection else { return NATS_INVALID_ARG }
    let reader = Unmanaged<SocketReader>.fromOpaque(loop)
    // Proof: `loop` is the reader that `NATSConnection` keeps while it connects. From here on the library holds it too, and
    // gives it back in `onDetach`; a reconnect finds the pointer in place.
    if userData.pointee == nil { userData.pointee = reader.retain().toOpaque() }
    reader._withUnsafeGuaranteedRef { $0.attach(connection, socket) }
    return NATS_OK
}

private let onRead: natsEvLoop_ReadAddRemove = { userData, isAdded in
    guard let userData, !isAdded else { return NATS_OK }
    Unmanaged<SocketReader>.fromOpaque(userData)._withUnsafeGuaranteedRef { $0.readNoMore() }
    return NATS_OK
}

private let onWrite: natsEvLoop_WriteAddRemove = { userData, isAdded in
    guard let userData else { return NATS_OK }
    Unmanaged<SocketReader>.fromOpaque(userData)._withUnsafeGuaranteedRef { $0.write(isAdded) }
    return NATS_OK
}

private let onDetach: natsEvLoop_Detach = { userData in
    guard let userData else { return NATS_OK }
    let reader = Unmanaged<SocketReader>.fromOpaque(userData)
    reader._withUnsafeGuaranteedRef { $0.readNoMore() }
    reader.release()
    return NATS_OK
}
