import Daemon
import Logging
import PeerObserver
import Synchronization

/// One RPC and how often it is asked.
struct PolledRPC: Sendable {
    let rpc: RPC
    let interval: Duration
}

/// Asks the node's RPCs, each at its own pace and in a task of its own, and publishes what it answers.
struct RPCExtractor: Sendable {
    let rpcs: [PolledRPC]
    let client: RPCClient
    let publisher: EventPublisher
    let metrics: FetchMetrics
    let logger: Logger
    /// The largest event that the server takes; nil while it is not known.
    let maxPayload: @Sendable () -> Int?

    /// First questions come this far apart, so that they do not all meet in the node at once, then and ever after.
    private static let spread = Duration.milliseconds(40)

    /// Returns soon after `stop` does, whatever the node is up to.
    func run(until stop: @escaping @Sendable () async -> Void) async {
        metrics.watch(publisher, client)
        if rpcs.isEmpty { logger.warning("every RPC is switched off: there is nothing to do") }
        let problems = SharedProblems(logger: logger, metrics: metrics)
        // True for the stop.
        await withTaskGroup(of: Bool.self) { group in
            group.addTask {
                await stop()
                return true
            }
            let start = ContinuousClock.now
            for (index, polled) in rpcs.enumerated() {
                let schedule = PollSchedule(interval: polled.interval, first: start.advanced(by: Self.spread * index))
                group.addTask {
                    await poll(polled.rpc, schedule, problems)
                    return false
                }
            }
            while let isStop = await group.next(), !isStop {}
            group.cancelAll()
        }
        client.stop()
    }

    private func poll(_ rpc: RPC, _ schedule: PollSchedule, _ problems: SharedProblems) async {
        guard let channel = publisher.channel(named: rpc.subject) else { return }
        var schedule = schedule
        while (try? await Task.sleep(until: schedule.due, clock: .continuous)) != nil {
            let began = ContinuousClock.now
            let error = await ask(rpc, channel)
            guard error != .cancelled, !Task.isCancelled else { return }
            problems.note(rpc.method, error, began: began)
            schedule.advance(now: .now, nodeIsUp: error?.nodeProblem == nil)
        }
    }

    /// One round; its first error.
    private func ask(_ rpc: RPC, _ channel: EventPublisher.Channel) async -> RPCError? {
        var first: RPCError?
        for call in rpc.calls {
            do throws(RPCError) {
                let start = ContinuousClock.now
                let answer = try await client.call(rpc.method, call.parameters)
                metrics.took(ContinuousClock.now - start, rpc.method)
                // Decoding a large answer takes long, and publishing may wait for the server.
                try await offThread { () throws(RPCError) in
                    try publish(answer, of: rpc, call, on: channel, at: WallClock.unixNanoseconds())
                }
            } catch {
                if error == .cancelled { return error }
                metrics.failed(rpc.method)
                first = first ?? error
                // The other questions would fare no better.
                if error.nodeProblem != nil { return error }
            }
        }
        return first
    }

    private func publish(
        _ answer: RPCAnswer, of rpc: RPC, _ call: RPC.Call, on channel: EventPublisher.Channel, at time: UInt64
    ) throws(RPCError) {
        let (event, mismatches) = try call.event(of: answer)
        metrics.mistyped(mismatches, rpc.method)
        let size = publisher.publish(.rpcExtractor(RPCEvent(event: event)), on: channel, sourceTime: time)
        guard let limit = maxPayload() else { return }
        if metrics.published(rpc.method, isTooLarge: size > limit) {
            logger.warning(
                """
                \(rpc.method): an event of \(size) bytes is lost, the NATS server takes \(limit): raise max_payload in \
                the server's configuration (16MB is ample)
                """)
        }
    }
}

extension RPC.Call {
    /// The event of an answer, and the number of values in it that were not of the type expected.
    func event(of answer: RPCAnswer) throws(RPCError) -> (RPCEvent.Kind, mismatches: Int) {
        let event: RPCEvent.Kind?
        let mismatches: Int
        do throws(JSONError) {
            let whole = JSONReader(answer.body.span.bytes)
            var reader = whole.part(answer.result)
            event = try decode(&reader)
            mismatches = reader.mismatches
        } catch {
            throw .malformed(error)
        }
        guard let event else { throw .unexpected }
        return (event, mismatches)
    }
}

/// What is the matter, told once.
private final class SharedProblems: Sendable {
    private let log = Mutex(ProblemLog())
    private let logger: Logger
    private let metrics: FetchMetrics

    init(logger: Logger, metrics: FetchMetrics) {
        self.logger = logger
        self.metrics = metrics
    }

    /// Takes how a round went; nil for well.
    func note(_ method: String, _ error: RPCError?, began: ContinuousClock.Instant) {
        // Logging stays inside of the lock, so that lines come in the order of what they tell.
        log.withLock { log in
            for line in log.note(method, error, began: began) {
                if line.isWarning { logger.warning("\(line.text)") } else { logger.info("\(line.text)") }
            }
            metrics.setReachable(log.nodeAnswers)
        }
    }
}
