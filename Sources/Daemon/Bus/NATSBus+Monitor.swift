import Dispatch
import Logging
import Synchronization

/// The thread that connects, sends fences and settles what a break leaves, so that publishing never waits for any of
/// it.
extension NATSBus {
    /// Bounds what nothing else does: the library ends the wait for an answer when the connection breaks.
    ///
    /// Longer than two pings: after a break in the middle of resending, the library's count of PONGs lags, and only
    /// its own pings let it catch up.
    private static let fenceTimeout = Duration.seconds(15)

    /// nats.c 3.4.1 sends none of the signatures that begin with a zero byte, which is one in 256 (its base64 takes them for empty); the server
    /// then refuses the key. The next connection has another one to sign.
    static let attemptsToSign = 3

    func monitor() {
        while !stopping.load(ordering: .acquiring) {
            let pause = connection == nil ? configuration.reconnectWait : configuration.fenceInterval
            _ = changed.wait(timeout: .now() + pause.seconds)
            guard !stopping.load(ordering: .acquiring) else { return }
            if let connection, connection.isClosed {
                broke()
                logger.warning("NATS server \(configuration.address) ended the connection: \(connection.lastError)")
                retire()
            }
            tend(timeout: Self.fenceTimeout)
            let (subscriptions, delivery) = line.withLock { ($0.subscriptions, $0.interest?.delivery) }
            subscriptions?.countDropped()
            delivery?.flushHeld()
            _ = published
        }
    }

    var connection: NATSConnection? { line.withLock { $0.connection } }

    /// Does what the connection's state asks for: makes one, settles a break, sends a fence, empties the backlog.
    func tend(timeout: Duration) {
        guard let connection = connection ?? connect() else { return }
        let generation = connection.generation
        guard connection.isConnected, connection.generation == generation else { return broke() }
        let (known, fence) = publishing.withLock { ($0.ledger.generation, $0.ledger.fence()) }
        if known != generation {
            // An answer proves that this connection works, before anything is entrusted to it.
            if known != nil { broke() }
            guard connection.ping(timeout: timeout), connection.generation == generation else { return }
            cameUp(connection, generation)
        } else if let fence, connection.ping(timeout: timeout) {
            let after = connection.generation
            publishing.withLock { $0.confirm(fence, generation: after) }
        }
        // In chunks, so that a publisher waits for one of them at most.
        while publishing.withLock({ $0.drainBacklog(limit: 256) }) {}
    }

    /// Makes a connection and its subscriptions; nil when that fails, which is told once for each reason.
    private func connect() -> NATSConnection? {
        guard !stopping.load(ordering: .acquiring) else { return nil }
        let number = line.withLock { line in
            line.connections += 1
            return line.connections
        }
        let logger = logger
        let events = ConnectionEvents(changed: changed) { [weak self] text in
            if let subject = RefusedSubjects.subject(inError: text) {
                self?.publishing.withLock { $0.refuse(subject) }
            }
            logger.warning("NATS: \(text)")
        }
        // The monitor may be waiting for an answer when the connection breaks; the publisher is to know at once.
        events.onBreak { [weak self] in self?.broke() }
        do {
            let options = try NATSOptions.from(configuration)
            let reader = configuration.receives ? try SocketReader() : nil
            try reader?.attach(to: options)
            let connection = try NATSConnection(options, number: number, reader: reader, events: events)
            try line.withLock { line throws(DaemonError) in
                line.connection = connection
                (line.lastFailure, line.refusals) = (nil, 0)
                if let interest = line.interest { line.subscriptions = try Subscriptions(connection, interest) }
            }
            if stopping.load(ordering: .acquiring) { connection.end(timeout: .seconds(1)) }
            return connection
        } catch let failed as ConnectFailure {
            couldNotConnect(failed)
        } catch {
            fail(error as? DaemonError ?? DaemonError("\(error)"))
        }
        return nil
    }

    private func couldNotConnect(_ failed: ConnectFailure) {
        let address = configuration.address
        guard !failed.refused else {
            let refusals = line.withLock { line in
                line.refusals += 1
                return line.refusals
            }
            guard !configuration.credentials.isSigned || refusals >= Self.attemptsToSign else { return }
            return fail(
                DaemonError(
                    "NATS server \(address) refused the credentials: \(failed.reason)",
                    hint: "check --nats-username, --nats-password-file and the like"))
        }
        let isNew = line.withLock { line in
            defer { line.lastFailure = failed.reason }
            return line.lastFailure != failed.reason
        }
        guard isNew else { return }
        logger.warning(
            "NATS server \(address) is not reachable; trying again until it is",
            metadata: ["reason": "\(failed.reason)"])
    }

    private func fail(_ error: DaemonError) {
        failure.continuation.yield(error)
        failure.continuation.finish()
    }

    private func cameUp(_ connection: NATSConnection, _ generation: UInt64) {
        let limit = connection.maxPayload
        if limit > 0 { knownMaxPayload.store(limit, ordering: .relaxed) }
        publishing.withLock { $0.connect(connection, generation: generation) }
        guard !connected.exchange(true, ordering: .relaxed) else { return }
        logger.info("connected to NATS server \(configuration.address)", metadata: ["max_payload": "\(limit)"])
    }

    /// Settles what a broken connection leaves.
    func broke() {
        let doubted = publishing.withLock { state in
            let before = state.ledger.inDoubt
            state.disconnect()
            return state.ledger.inDoubt - before
        }
        guard connected.exchange(false, ordering: .relaxed), !stopping.load(ordering: .acquiring) else { return }
        logger.warning(
            "lost the connection to NATS server \(configuration.address); keeping events until it is back",
            metadata: ["in_doubt": "\(doubted)"])
    }

    /// Ends and drops the connection.
    func retire() {
        let (connection, subscriptions) = line.withLock { line in
            defer { (line.connection, line.subscriptions) = (nil, nil) }
            return (line.connection, line.subscriptions)
        }
        connection?.end(timeout: .seconds(5))
        subscriptions?.countDropped()
    }
}
