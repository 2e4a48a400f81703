import CNATS
import Dispatch

/// One connection of the client library, which reconnects by itself until it is closed.
///
/// What nats.c 3.4.1 does, read from its source, and what rests on it here:
/// - `natsConnection_FlushTimeout` returns NATS_OK when it could not write its PING (`_sendPing` drops the error), so
///   `ping` looks for an error that the write may have left behind.
/// - A publish that fails has not written its last byte, and the connection is dead then; so the server will not
///   deliver that event.
/// - The reconnect thread holds the connection's lock through a whole attempt. Any call may block as long as that
///   takes.
/// - An attempt that breaks while it resends its buffer drops the buffer without a word. Hence our own backlog.
/// - Its retry of a failed first connect gives up for good when TCP works and the handshake does not (it looks for
///   the server after the current one, which it has just set to none). Hence our own first attempts; reconnecting is
///   left to the library.
/// - An attempt whose server stops between INFO and PONG never ends before the server goes on or goes away:
///   `_readProto` takes a time-out for a byte. So starting and stopping wait for the library only so long.
final class NATSConnection: Sendable {
    enum PublishResult {
        case accepted
        case oversized
        /// Not sent, and not to be tried again on this connection.
        case refused
    }

    // Proof: the library guards a connection with its own lock, and only `deinit` frees it.
    nonisolated(unsafe) let handle: OpaquePointer
    private let events: ConnectionEvents
    private let number: UInt64
    private let reader: SocketReader?

    /// Connects, or throws. `number` tells this connection from those made before it; `events` are told what becomes
    /// of it.
    init(
        _ options: consuming NATSOptions, number: UInt64, reader: SocketReader?, events: ConnectionEvents
    ) throws(ConnectFailure) {
        self.events = events
        self.number = number
        self.reader = reader
        let closure = Unmanaged.passRetained(events).toOpaque()
        natsOptions_SetReconnectedCB(options.handle, connectionChanged, closure)
        natsOptions_SetDisconnectedCB(options.handle, connectionBroke, closure)
        natsOptions_SetClosedCB(options.handle, connectionClosed, closure)
        natsOptions_SetErrorHandler(options.handle, connectionFailed, closure)
        var connected: OpaquePointer?
        let status = natsConnection_Connect(&connected, options.handle)
        guard status == NATS_OK, let connected else {
            Unmanaged.passUnretained(events).release()
            reader?.stop()
            throw ConnectFailure(status)
        }
        handle = connected
    }

    var isConnected: Bool { natsConnection_Status(handle) == NATS_CONN_STATUS_CONNECTED }
    var isClosed: Bool { events.isClosed }

    /// The server's limit in bytes; 0 before the first connection.
    var maxPayload: Int { Int(natsConnection_GetMaxPayload(handle)) }

    /// The text of the error that ended the connection.
    var lastError: String {
        var details: UnsafePointer<CChar>?
        let status = natsConnection_GetLastError(handle, &details)
        guard let details, details[0] != 0 else { return NATSStatus.text(status) }
        return String(cString: details)
    }

    /// Grows with every TCP connection, even if that does not get through its handshake.
    var generation: UInt64 {
        var statistics: OpaquePointer?
        guard natsStatistics_Create(&statistics) == NATS_OK else { return .max }
        defer { natsStatistics_Destroy(statistics) }
        var reconnects: UInt64 = 0
        guard natsConnection_GetStats(handle, statistics) == NATS_OK,
            natsStatistics_GetCounts(statistics, nil, nil, nil, nil, &reconnects) == NATS_OK
        else { return .max }
        return number << 32 | reconnects
    }

    func publish(_ payload: UnsafeRawBufferPointer, to subject: BusSubject) -> PublishResult {
        let status = natsConnection_Publish(
            handle, subject.cString, payload.baseAddress, Int32(clamping: payload.count))
        if status == NATS_OK { return .accepted }
        return status == NATS_MAX_PAYLOAD ? .oversized : .refused
    }

    /// Whether a PING, sent after everything that was published before, was answered. Blocks up to `timeout`.
    func ping(timeout: Duration) -> Bool {
        // Leaves a known error in this thread, without touching the connection; a write that fails replaces it.
        natsConnection_FlushTimeout(handle, 0)
        guard natsConnection_FlushTimeout(handle, max(1, timeout.milliseconds)) == NATS_OK else { return false }
        var leftBehind = NATS_OK
        nats_GetLastError(&leftBehind)
        return leftBehind == NATS_INVALID_TIMEOUT
    }

    /// Has `subscriptions` served by what reads this connection.
    func serve(_ subscriptions: Subscriptions) { reader?.serve(subscriptions) }

    /// Ends the connection for good, and waits until the library has made its last callback. A `ping` that waits
    /// returns.
    func end(timeout: Duration) {
        DispatchQueue(label: "bus end").async { [self] in
            // First, so that it does not read from a socket that the library has closed.
            reader?.stop()
            natsConnection_Close(handle)
        }
        if events.closed.wait(timeout: .now() + timeout.seconds) == .success { events.closed.signal() }
    }

    deinit {
        reader?.stop()
        natsConnection_Destroy(handle)
    }
}

/// Why there is no connection.
struct ConnectFailure: Error {
    /// Whether the server refused the credentials, so that trying again is of no use.
    let refused: Bool
    /// Whether the two sides do not agree on TLS.
    let insecure: Bool
    let reason: String

    init(_ status: natsStatus) {
        refused = status == NATS_CONNECTION_AUTH_FAILED
        insecure = [NATS_SSL_ERROR, NATS_SECURE_CONNECTION_WANTED, NATS_SECURE_CONNECTION_REQUIRED].contains(status)
        reason = NATSStatus.lastError(status)
    }
}

private let connectionChanged: natsConnectionHandler = { _, closure in
    ConnectionEvents.from(closure)?.changed.signal()
}

private let connectionBroke: natsConnectionHandler = { _, closure in
    guard let events = ConnectionEvents.from(closure) else { return }
    events.broke()
    events.changed.signal()
}

private let connectionClosed: natsConnectionHandler = { _, closure in
    guard let events = ConnectionEvents.from(closure) else { return }
    events.noteClosed()
    // This is the last callback of a connection, so the library no longer holds the pointer.
    Unmanaged.passUnretained(events).release()
}

private let connectionFailed: natsErrHandler = { connection, _, status, closure in
    // Slow consumers are counted, not told one by one.
    guard status != NATS_SLOW_CONSUMER, let events = ConnectionEvents.from(closure) else { return }
    var details: UnsafePointer<CChar>?
    natsConnection_GetLastError(connection, &details)
    let text = details.map { String(cString: $0) } ?? ""
    events.report(text.isEmpty ? NATSStatus.text(status) : text)
}
