import Daemon
import Logging
import PeerObserver

/// Alerts as runs of a program of the operator's, with the event's JSON on its standard input.
final class CommandOutput: SlowOutput {
    struct Settings: Sendable {
        var path: String
        /// After it, the program and what it has started are killed.
        var timeout: Duration = .seconds(30)
        /// Runs at a time. Those of one alert come one after another.
        var lanes = 4
        /// Events that may wait in each.
        var limit = 250
    }

    let counts = OutputCounts()
    private let settings: Settings
    private let queues: [OutputQueue<AlertEvent>]
    private let logger: Logger

    init(_ settings: Settings, logger: Logger) {
        self.settings = settings
        self.logger = logger
        queues = (0..<settings.lanes).map { _ in OutputQueue(limit: settings.limit) }
        for queue in queues { queue.start("command") { [self] in run(queue) } }
    }

    func emit(_ notice: AlertNotice, node: String?) {
        let lane = notice.id.utf8.reduce(0) { ($0 &* 31 &+ Int($1)) & 0xFFFF } % queues.count
        if !queues[lane].offer(AlertEvent(notice, node: node)) { counts.dropped.increment() }
    }

    func close(_ deadline: ContinuousClock.Instant) { for queue in queues { queue.close(deadline) } }
    func waitForEnd(_ deadline: ContinuousClock.Instant) { for queue in queues { queue.waitForEnd(deadline) } }

    func register(in registry: MetricsRegistry) {
        OutputCounts.register("command", [([], counts)], in: registry)
    }

    // MARK: A thread

    private func run(_ queue: OutputQueue<AlertEvent>) {
        while case .item(let event) = queue.next() {
            guard queue.patience(settings.timeout) > .zero else {
                counts.dropped.increment()
                continue
            }
            do throws(DaemonError) {
                let run = try CommandRun(settings.path, input: event.json(), Self.variables(event))
                try run.wait { [settings] ran in ran < settings.timeout && queue.patience(settings.timeout) > .zero }
                counts.sent.increment()
            } catch {
                counts.failed.increment()
                logger.warning(
                    "the command of an alert failed",
                    metadata: [
                        "command": "\(settings.path)", "id": "\(event.notice.id)", "error": "\(error.message)",
                    ])
            }
        }
    }

    /// What the program finds in its environment; all of it printable.
    static func variables(_ event: AlertEvent) -> [(String, String)] {
        [
            ("ALERT_KIND", event.notice.kind), ("ALERT_STATE", event.notice.state.word),
            ("ALERT_SEVERITY", event.notice.severity.word),
            ("ALERT_NODE", event.node ?? ""), ("ALERT_ID", event.notice.id), ("ALERT_SUMMARY", event.summary),
        ]
    }
}
