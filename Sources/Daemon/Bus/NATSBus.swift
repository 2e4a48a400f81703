import Dispatch
public import Logging
import Synchronization

/// The bus on a NATS server: publishes without blocking on a lost connection, and knows what became of every event.
public final class NATSBus: EventBus {
    let configuration: BusConfiguration
    let logger: Logger
    let publishing: Mutex<PublishState>
    let line = Mutex(Line())
    let knownMaxPayload = Atomic(1 << 20)
    let connected = Atomic(false)
    /// Signalled when there is something for the monitor to look at.
    let changed = DispatchSemaphore(value: 0)
    let stopping = Atomic(false)
    private let snapshot = Mutex(PublishLedger())
    private let stopCalled = Atomic(false)
    private let monitorEnded = DispatchSemaphore(value: 0)
    let failure: (stream: AsyncStream<DaemonError>, continuation: AsyncStream<DaemonError>.Continuation)

    /// The connection, and what hangs on it.
    struct Line {
        var connection: NATSConnection?
        var connections: UInt64 = 0
        var interest: Interest?
        var subscriptions: Subscriptions?
        var source: StreamSource?
        var lastFailure: String?
        /// Refusals of the credentials since the last connection.
        var refusals = 0
    }

    /// Connects, or warns and goes on trying. Blocks for one attempt at most; throws for what no attempt could mend.
    public init(_ configuration: BusConfiguration, logger: Logger) throws(DaemonError) {
        self.configuration = configuration
        self.logger = logger
        failure = AsyncStream.makeStream(of: DaemonError.self)
        publishing = Mutex(PublishState(backlogBytes: configuration.backlogBytes))
        _ = try NATSOptions.from(configuration)
        let attempted = DispatchSemaphore(value: 0)
        DispatchQueue(label: "bus monitor").async { [self] in
            tend(timeout: configuration.connectTimeout)
            attempted.signal()
            monitor()
            monitorEnded.signal()
        }
        // An attempt has a time limit of its own, which the library does not always keep.
        _ = attempted.wait(timeout: .now() + 2 * configuration.connectTimeout.seconds)
    }

    // MARK: Publishing

    public var maxPayload: Int { knownMaxPayload.load(ordering: .relaxed) }

    public func publish(_ payload: UnsafeRawBufferPointer, to subject: BusSubject) {
        publishing.withLock { $0.publish(payload, to: subject) }
    }

    public func countLost(_ count: UInt64, _ reason: LossReason) {
        publishing.withLock { $0.countLost(count, reason) }
    }

    /// Where every published event is. While the publisher is held up by a stalled server, as of shortly before that.
    public var published: PublishLedger {
        let current = publishing.withLockIfAvailable { $0.ledger }
        return snapshot.withLock { known in
            if let current { known = current }
            return known
        }
    }

    // MARK: Subscribing

    public func subscribe(
        to subjects: [String], pendingBytes: Int, handler: some MessageHandler
    ) throws(DaemonError) {
        guard configuration.receives else { throw DaemonError("NATS: this bus is for publishing only") }
        let interest = Interest(subjects: subjects, pendingBytes: pendingBytes, delivery: Delivery(handler))
        let connection = try line.withLock { line throws(DaemonError) in
            line.interest = interest
            if let connection = line.connection { line.subscriptions = try Subscriptions(connection, interest) }
            return line.connection
        }
        // So that nothing published after this is missed. Without a server, the subscription is made when there is one.
        if let connection, connection.isConnected { _ = connection.ping(timeout: configuration.connectTimeout) }
    }

    /// Reads a JetStream stream into `handler`, from now until the bus stops. May be called once, and not beside
    /// `subscribe`.
    public func consume(_ configuration: StreamConfiguration, handler: some StreamHandler) {
        let source = StreamSource(configuration, handler: handler, logger: logger) { [weak self] in
            (self?.connection, self?.maxPayload ?? 0)
        }
        line.withLock { $0.source = source }
    }

    /// Where every delivered event is, and how many more wait in the client library; nil without a subscription.
    public var delivered: (ledger: DeliveryLedger, waiting: UInt64)? {
        let (interest, subscriptions, source) = line.withLock { ($0.interest, $0.subscriptions, $0.source) }
        if let source { return (source.ledger, 0) }
        guard let interest else { return nil }
        return (interest.delivery.ledger, subscriptions?.waiting() ?? 0)
    }

    // MARK: State

    /// Whether events reach the server now.
    public var isConnected: Bool { connected.load(ordering: .relaxed) }

    /// Returns when the bus has ended for good, with the reason: the server refused the credentials, for one.
    public func untilFailure() async -> DaemonError? {
        for await error in failure.stream { return error }
        return nil
    }

    /// Delivers and confirms what is left, within the configured time, and disconnects. Blocks; a second call does
    /// nothing.
    public func stop() {
        guard !stopCalled.exchange(true, ordering: .acquiringAndReleasing) else { return }
        let deadline = ContinuousClock.now + configuration.drainTimeout
        let open = line.withLock { $0 }
        open.source?.stop(until: deadline)
        open.subscriptions?.drain(until: deadline, connected: isConnected)
        open.interest?.delivery.stop(until: max(deadline, .now + .milliseconds(500)))
        publishing.withLock { $0.stopAccepting() }
        while open.connection?.isConnected == true, publishing.withLock({ $0.ledger.inFlight }) > 0 {
            let left = deadline - .now
            guard left > .zero else { break }
            tend(timeout: left)
        }
        stopping.store(true, ordering: .releasing)
        // From here on a closed connection is no news.
        connected.store(false, ordering: .relaxed)
        changed.signal()
        // Also ends the monitor's wait for an answer.
        open.connection?.end(timeout: .seconds(5))
        _ = monitorEnded.wait(timeout: .now() + 5)
        publishing.withLock { $0.finish() }
        connected.store(false, ordering: .relaxed)
        retire()
        failure.continuation.finish()
    }
}
