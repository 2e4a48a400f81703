import Dispatch
public import Logging
import Synchronization

/// The bus on a NATS server: publishes without blocking on a lost connection, and knows what became of every event.
public final class NATSBus: EventBus {
    private let configuration: BusConfiguration
    private let logger: Logger
    private let connection: NATSConnection
    private let publishing: Mutex<PublishState>
    private let snapshot = Mutex(PublishLedger())
    private let subscriptions: Mutex<Subscriptions?> = Mutex(nil)
    private let knownMaxPayload = Atomic(1 << 20)
    private let connected = Atomic(false)
    private let events: ConnectionEvents
    private let stopCalled = Atomic(false)
    private let stopping = Atomic(false)
    private let monitorEnded = DispatchSemaphore(value: 0)
    private let failure: (stream: AsyncStream<DaemonError>, continuation: AsyncStream<DaemonError>.Continuation)

    /// Connects, or warns and goes on trying. Blocks for one attempt at most.
    public init(_ configuration: BusConfiguration, logger: Logger) throws(DaemonError) {
        self.configuration = configuration
        self.logger = logger
        failure = AsyncStream.makeStream(of: DaemonError.self)
        events = ConnectionEvents { text in logger.warning("NATS: \(text)") }
        connection = try NATSConnection(NATSOptions.from(configuration), events: events)
        publishing = Mutex(PublishState(connection: connection, backlogBytes: configuration.backlogBytes))
        if !connection.startedConnected {
            logger.warning("NATS server \(configuration.address) is not reachable; trying again until it is")
        }
        // The monitor may be waiting for an answer when the connection breaks; the publisher is to know at once.
        events.onBreak { [weak self] in self?.broke() }
        observe(until: .now + configuration.connectTimeout)
        DispatchQueue(label: "bus monitor").async { [self] in
            monitor()
            monitorEnded.signal()
        }
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
        let delivery = Delivery(handler)
        let created = try Subscriptions(connection, subjects: subjects, pendingBytes: pendingBytes, delivery: delivery)
        subscriptions.withLock { $0 = created }
        // So that nothing published after this is missed. Without a server, the library subscribes when there is one.
        if connection.isConnected { _ = connection.ping(timeout: configuration.connectTimeout) }
    }

    /// Where every delivered event is; nil without a subscription.
    public var delivered: (ledger: DeliveryLedger, waiting: UInt64)? {
        subscriptions.withLock { $0?.counts() }
    }

    // MARK: State

    /// Whether events reach the server now.
    public var isConnected: Bool { connected.load(ordering: .relaxed) }

    /// Returns when the bus has ended for good, with the reason: the server refused the credentials, for one.
    public func untilFailure() async -> DaemonError? {
        for await error in failure.stream { return error }
        return nil
    }

    /// Delivers and confirms what is left, within the configured time, and disconnects. Blocks; a second call does nothing.
    public func stop() {
        guard !stopCalled.exchange(true, ordering: .acquiringAndReleasing) else { return }
        let deadline = ContinuousClock.now + configuration.drainTimeout
        let open = subscriptions.withLock { $0 }
        open?.drain(until: deadline, connected: isConnected)
        publishing.withLock { $0.stopAccepting() }
        while ContinuousClock.now < deadline, publishing.withLock({ $0.ledger.inFlight }) > 0, connection.isConnected {
            observe(until: deadline)
        }
        stopping.store(true, ordering: .releasing)
        // From here on a closed connection is no news.
        connected.store(false, ordering: .relaxed)
        connection.end()
        events.changed.signal()
        monitorEnded.wait()
        publishing.withLock { $0.finish() }
        open?.free()
        connection.free(timeout: .seconds(5))
        connected.store(false, ordering: .relaxed)
        failure.continuation.finish()
    }

    // MARK: The monitor thread

    private func monitor() {
        while !stopping.load(ordering: .acquiring) {
            _ = events.changed.wait(timeout: .now() + configuration.fenceInterval.seconds)
            guard !stopping.load(ordering: .acquiring) else { return }
            observe()
            subscriptions.withLock { $0 }?.countDropped()
            _ = published
        }
    }

    /// Looks at the connection, and does what its state asks for: a fence, a new start, or settling what a break leaves.
    private func observe(until deadline: ContinuousClock.Instant? = nil) {
        let timeout = deadline.map { min($0 - ContinuousClock.now, Self.fenceTimeout) } ?? Self.fenceTimeout
        guard timeout > .zero else { return }
        if connection.isClosed { return ended() }
        let generation = connection.generation
        guard connection.isConnected, connection.generation == generation else { return broke() }
        let (known, fence) = publishing.withLock { ($0.ledger.generation, $0.ledger.fence()) }
        if known == generation {
            guard let fence else { return drainBacklog() }
            if connection.ping(timeout: timeout) {
                let after = connection.generation
                publishing.withLock { $0.confirm(fence, generation: after) }
            }
            drainBacklog()
        } else {
            // An answer proves that this connection works, before anything is entrusted to it.
            if known != nil { broke() }
            guard connection.ping(timeout: timeout), connection.generation == generation else { return }
            cameUp(generation)
        }
    }

    /// The library drops a fence when the connection breaks, so this only bounds what nothing else does.
    ///
    /// Longer than two pings: after a break in the middle of resending, the library's count of PONGs lags, and only its own
    /// pings let it catch up.
    private static let fenceTimeout = Duration.seconds(15)

    private func cameUp(_ generation: UInt64) {
        let limit = connection.maxPayload
        if limit > 0 { knownMaxPayload.store(limit, ordering: .relaxed) }
        publishing.withLock { $0.connect(generation: generation) }
        if !connected.exchange(true, ordering: .relaxed) {
            logger.info("connected to NATS server \(configuration.address)", metadata: ["max_payload": "\(limit)"])
        }
        drainBacklog()
    }

    private func broke() {
        let before = publishing.withLock { state in
            let before = state.ledger.inDoubt
            state.disconnect()
            return (before: before, after: state.ledger.inDoubt)
        }
        guard connected.exchange(false, ordering: .relaxed) else { return }
        logger.warning(
            "lost the connection to NATS server \(configuration.address); keeping events until it is back",
            metadata: ["in_doubt": "\(before.after - before.before)"])
    }

    private func ended() {
        broke()
        let reason = connection.lastError
        failure.continuation.yield(
            DaemonError("NATS server \(configuration.address) ended the connection: \(reason)", hint: Self.hint(reason)))
        failure.continuation.finish()
    }

    private static func hint(_ reason: String) -> String? {
        reason.lowercased().contains("authorization") ? "check --nats-username, --nats-password-file and the like" : nil
    }

    /// In chunks, so that a publisher waits for one of them at most.
    private func drainBacklog() {
        while publishing.withLock({ state in
            state.drainBacklog(limit: 256)
            return state.hasBacklog && state.ledger.generation != nil
        }) {}
    }
}
