/// What extractors and tools need of the bus; tests hand them one without a server.
public protocol EventBus: AnyObject, Sendable {
    /// The largest payload that the server takes, in bytes; what is larger is counted as lost, so reduce it first.
    var maxPayload: Int { get }

    /// Publishes one event and counts it as seen. Never throws: what becomes of it is in the counts.
    func publish(_ payload: UnsafeRawBufferPointer, to subject: BusSubject)

    /// Counts events as seen and lost that never got as far as `publish`.
    func countLost(_ count: UInt64, _ reason: LossReason)

    /// Delivers every event on `subjects`, and on `node.*.<subject>` of each, to `handler`, one at a time.
    ///
    /// May be called once. `pendingBytes` bounds what may wait per subject; what comes beyond it is dropped and
    /// counted as slow_consumer.
    func subscribe(to subjects: [String], pendingBytes: Int, handler: some MessageHandler) throws(DaemonError)
}

extension EventBus {
    /// Publishes one event from a span.
    public func publish(_ payload: RawSpan, to subject: BusSubject) {
        payload.withUnsafeBytes { publish($0, to: subject) }
    }
}

/// Receives events; calls never overlap, so it needs no locks.
public protocol MessageHandler: Sendable {
    /// Takes one event, or tells why it could not. Both buffers are valid during the call only.
    mutating func receive(subject: UnsafeRawBufferPointer, payload: UnsafeRawBufferPointer) -> LossReason?

    /// Writes out what was taken since the last call, and tells what failed of it. Comes at most 20 ms after an event
    /// arrived.
    mutating func flush() -> Loss?

    /// Comes once, when the bus stops, behind the last event and the last flush; what is published here still goes out. Does not come
    /// where the handler is held up for too long.
    mutating func end()

    /// Events that were taken and not written out by the last flush. As long as there are any, `flush` comes several times a
    /// second.
    var held: UInt64 { get }
}

extension MessageHandler {
    public mutating func flush() -> Loss? { nil }
    public mutating func end() {}
    public var held: UInt64 { 0 }
}
