import Dispatch
import Logging
import Synchronization

/// Reads a JetStream stream through a durable consumer, on a thread of its own: fetches, hands over, and acknowledges what
/// the handler has made durable.
///
/// So what was acknowledged is archived, and what was not comes again: nothing is lost when either side is killed. What comes twice is the
/// handler's to recognize.
final class StreamSource: Sendable {
    private let configuration: StreamConfiguration
    private let handler: any StreamHandler
    private let bus: @Sendable () -> (connection: NATSConnection?, maxPayload: Int)
    private let logger: Logger
    private let ledgerState = Mutex(DeliveryLedger())
    private let stopping = Atomic(false)
    private let stopSignal = DispatchSemaphore(value: 0)
    private let ended = DispatchSemaphore(value: 0)

    /// Messages that wait for their acknowledgement at most, and their bytes.
    private static let batch = 512
    private static let unackedLimit = 4096
    private static let unackedBytes = 8 << 20
    /// Between two looks for messages that were never sent.
    private static let checkPause = Duration.seconds(30)
    /// The same where asking is not allowed, say: each time, reading waits for an answer.
    private static let failurePause = Duration.seconds(600)

    init(
        _ configuration: StreamConfiguration, handler: any StreamHandler, logger: Logger,
        bus: @escaping @Sendable () -> (connection: NATSConnection?, maxPayload: Int)
    ) {
        self.configuration = configuration
        self.handler = handler
        self.logger = logger
        self.bus = bus
        DispatchQueue(label: "stream").async { [self] in
            run()
            ended.signal()
        }
    }

    var ledger: DeliveryLedger { ledgerState.withLock { $0 } }

    /// Commits and acknowledges what was taken, and ends. Blocks until then, or `deadline`.
    func stop(until deadline: ContinuousClock.Instant) {
        stopping.store(true, ordering: .releasing)
        stopSignal.signal()
        _ = ended.wait(timeout: .now() + max(0.5, (deadline - .now).seconds))
    }

    private var isStopping: Bool { stopping.load(ordering: .acquiring) }

    private func pause(_ seconds: Double) {
        if stopSignal.wait(timeout: .now() + seconds) == .success { stopSignal.signal() }
    }

    // MARK: The thread

    private func run() {
        var known: StreamIdentity?
        var told: String?
        while !isStopping {
            guard let connection = bus().connection, connection.isConnected else {
                pause(0.1)
                continue
            }
            let began = ContinuousClock.now
            do throws(StreamFailure) {
                var consumer = try PullConsumer(connection, configuration)
                if consumer.identity != known {
                    handler.begin(consumer.identity, acknowledged: try consumer.acknowledged() ?? 0)
                    known = consumer.identity
                    logger.info(
                        "reading the stream \(configuration.stream)",
                        metadata: ["consumer": "\(configuration.consumer)"])
                }
                try read(&consumer, UnackedMessages(connection))
                // So that the last acknowledgements arrive.
                _ = connection.ping(timeout: .seconds(1))
            } catch {
                if told != error.reason || ContinuousClock.now - began > .seconds(60) {
                    logger.warning(
                        "cannot read the stream \(configuration.stream); trying again",
                        metadata: ["reason": "\(error.reason)"])
                }
                told = error.reason
                pause(0.5)
            }
        }
    }

    /// Until it is to stop, or the consumer fails.
    private func read(_ consumer: inout PullConsumer, _ none: consuming UnackedMessages) throws(StreamFailure) {
        var unacked = none
        var oldest = ContinuousClock.now
        var nextCheck = ContinuousClock.now
        while !isStopping {
            guard handler.isReady else {
                pause(0.2)
                continue
            }
            let maxBytes = max(Self.unackedBytes, bus().maxPayload + (64 << 10))
            let fetched: Int
            do throws(StreamFailure) {
                if unacked.isEmpty { oldest = .now }
                fetched = try consumer.fetch(Self.batch, maxBytes: maxBytes, wait: .milliseconds(500)) {
                    message, view in
                    take(view)
                    unacked.add(message, byteCount: view.payload.count)
                }
            } catch {
                settle(&unacked)
                throw error
            }
            let isFull = unacked.count >= Self.unackedLimit || unacked.byteCount >= Self.unackedBytes
            let isOld = ContinuousClock.now - oldest >= handler.commitInterval
            if isFull || isOld || fetched == 0, !unacked.isEmpty { settle(&unacked) }
            if unacked.isEmpty, nextCheck < .now {
                nextCheck = .now + fetchMissing(consumer)
            }
        }
        settle(&unacked)
        _ = fetchMissing(consumer)
    }

    // MARK: What was not sent

    /// Fetches by number what the server takes as acknowledged and never came. Returns when to look again.
    private func fetchMissing(_ consumer: borrowing PullConsumer) -> Duration {
        do throws(StreamFailure) {
            guard let last = try consumer.acknowledged() else { return Self.checkPause }
            let held = try consumer.first()
            let missing = handler.missing(in: min(held, last + 1)..<last + 1, limit: Self.batch)
            guard !missing.isEmpty else { return Self.checkPause }
            // What was had before a failure counts.
            let (found, failure) = fetch(missing, consumer)
            let isDone = handler.commit()
            ledgerState.withLock { if isDone { $0.flush(nil) } else { $0.giveBack() } }
            if found > 0 {
                logger.notice(
                    "fetched messages by number that the server took as acknowledged",
                    metadata: ["stream": "\(configuration.stream)", "messages": "\(found)", "first": "\(missing[0])"])
            }
            if let failure { throw failure }
            return isDone && missing.count == Self.batch ? .zero : Self.checkPause
        } catch {
            logger.warning(
                "cannot ask for messages by number",
                metadata: ["stream": "\(configuration.stream)", "reason": "\(error.reason)"])
            return Self.failurePause
        }
    }

    private func fetch(
        _ numbers: [UInt64], _ consumer: borrowing PullConsumer
    ) -> (found: Int, failure: StreamFailure?) {
        var found = 0
        for number in numbers {
            do throws(StreamFailure) {
                if try consumer.message(number, take) { found += 1 } else { handler.skip(number) }
            } catch {
                return (found, error)
            }
        }
        return (found, nil)
    }

    private func take(_ message: StreamMessage) {
        let loss = handler.receive(message)
        // It comes again, so it is neither handled nor lost.
        guard loss != .writeFailed else { return }
        ledgerState.withLock { $0.take(loss) }
    }

    private func settle(_ unacked: inout UnackedMessages) {
        guard !unacked.isEmpty else { return }
        if handler.commit() {
            let count = unacked.count
            unacked.acknowledge()
            handler.acknowledged(count)
            ledgerState.withLock { $0.flush(nil) }
        } else {
            unacked.giveBack()
            ledgerState.withLock { $0.giveBack() }
        }
    }
}

/// Why a stream cannot be read for now.
struct StreamFailure: Error {
    let reason: String
}
