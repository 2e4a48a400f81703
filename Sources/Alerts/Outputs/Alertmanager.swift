import Daemon
import Logging
import PeerObserver

/// Alerts for Prometheus' Alertmanager, by its API of version 2.
///
/// What goes on is posted again and again: an Alertmanager that hears nothing for its `resolve_timeout` takes an alert for over.
final class Alertmanager: SlowOutput {
    struct Settings: Sendable {
        /// Without `/api/v2/alerts`.
        var url: HTTPAddress
        var certificates: String?
        var timeout: Duration = .seconds(10)
        /// Between two posts of what goes on, and after one that failed.
        var interval: Duration = .seconds(60)
        /// Events that may wait.
        var limit = 1000
    }

    /// What an Alertmanager is told of one alert. Its labels are what it knows an alert by.
    private struct Entry {
        let event: AlertEvent
        /// Was posted with another severity, which is to be resolved.
        var former: AlertEvent?
        /// Not taken yet.
        var isNew = true
    }

    let counts = OutputCounts()
    let settings: Settings
    private let queue: OutputQueue<AlertEvent>
    private let logger: Logger

    /// Alerts that may go on: of 500 nodes, one of each kind.
    private static let mostActive = 500 * Subject.alertKinds.count
    /// In one request.
    private static let batch = 100

    init(_ settings: Settings, logger: Logger) {
        self.settings = settings
        self.logger = logger
        queue = OutputQueue(limit: settings.limit)
        queue.start("alertmanager") { [self] in run() }
    }

    func emit(_ notice: AlertNotice, node: String?) {
        if !queue.offer(AlertEvent(notice, node: node)) { counts.dropped.increment() }
    }

    func close(_ deadline: ContinuousClock.Instant) { queue.close(deadline) }
    func waitForEnd(_ deadline: ContinuousClock.Instant) { queue.waitForEnd(deadline) }

    static func register(_ outputs: [Alertmanager], in registry: MetricsRegistry) {
        OutputCounts.register(
            "alertmanager", outputs.map { ([("url", $0.settings.url.shown)], $0.counts) }, in: registry)
    }

    // MARK: The thread

    private func run() {
        var post = HTTPPost()
        /// By the alert's id.
        var entries: [String: Entry] = [:]
        var due = ContinuousClock.now + settings.interval
        while true {
            var isNew = false
            switch queue.next(within: max(.zero, due - .now)) {
            case .item(let event):
                isNew = add(event, to: &entries)
                // All that has come by now goes in one request.
                while case .item(let more) = queue.next(within: .zero) { if add(more, to: &entries) { isNew = true } }
            case .timeout: break
            case .closed: return
            }
            let isDue = ContinuousClock.now >= due
            guard isNew || isDue else { continue }
            if isDue { due = .now + settings.interval }
            send(&entries, all: isDue, &post)
        }
    }

    private func add(_ event: AlertEvent, to entries: inout [String: Entry]) -> Bool {
        let known = entries[event.notice.id]
        guard known != nil || entries.count < Self.mostActive else {
            counts.dropped.increment()
            return false
        }
        var entry = Entry(event: event)
        if let known {
            entry.former = known.event.notice.severity == event.notice.severity ? known.former : known.event
            // It takes the place of one that was never taken.
            if known.isNew { counts.failed.increment() }
        }
        entries[event.notice.id] = entry
        return true
    }

    /// Posts what is new, or everything, and forgets what is over and was taken.
    private func send(_ entries: inout [String: Entry], all: Bool, _ post: inout HTTPPost) {
        let wanted = entries.filter { all || $0.value.isNew }.sorted { $0.key < $1.key }
        for start in stride(from: 0, to: wanted.count, by: Self.batch) {
            let batch = wanted[start..<min(start + Self.batch, wanted.count)]
            let timeout = queue.patience(settings.timeout)
            guard timeout > .zero else {
                return counts.dropped.increment(by: UInt64(batch.count { $0.value.isNew }))
            }
            let outcome = post.send(
                HTTPPost.Request(
                    url: settings.url.text + "/api/v2/alerts", body: Self.body(batch.map(\.value)), timeout: timeout,
                    certificates: settings.certificates))
            switch outcome {
            case .taken: take(batch.map(\.key), &entries)
            case .refused(let why):
                report(why)
                // It would be refused again; what goes on is tried once more when it is due.
                let refused = batch.filter(\.value.isNew)
                counts.failed.increment(by: UInt64(refused.count))
                for (id, entry) in refused {
                    entries[id]?.isNew = false
                    if entry.event.notice.state == .resolved { entries[id] = nil }
                }
            case .busy(let why):
                report(why)
                if queue.isClosed { counts.failed.increment(by: UInt64(batch.count { $0.value.isNew })) }
                // It stays, and is posted when it is due.
                return
            }
        }
    }

    private func take(_ ids: [String], _ entries: inout [String: Entry]) {
        for id in ids {
            guard let entry = entries[id] else { continue }
            if entry.isNew { counts.sent.increment() }
            entries[id]?.isNew = false
            entries[id]?.former = nil
            if entry.event.notice.state == .resolved { entries[id] = nil }
        }
    }

    private func report(_ why: String) {
        logger.warning(
            "the Alertmanager did not take alerts",
            metadata: ["url": "\(settings.url.shown)", "error": "\(why)"])
    }

    // MARK: What it is told

    private static func body(_ entries: [Entry]) -> [UInt8] {
        var json = JSONVisitor(form: .hex)
        json.beginList()
        for entry in entries {
            if let former = entry.former {
                json.beginElement()
                write(former, isOver: true, &json)
            }
            json.beginElement()
            write(entry.event, isOver: entry.event.notice.state == .resolved, &json)
        }
        json.endList()
        return json.output.array
    }

    private static func write(_ event: AlertEvent, isOver: Bool, _ json: inout JSONVisitor) {
        let notice = event.notice
        var labels = [
            ("alertname", name(notice.kind)), ("kind", notice.kind), ("severity", event.notice.severity.word),
        ]
        if let node = event.node { labels.append(("node", node)) }
        json.beginMap()
        write("labels", labels, &json)
        write(
            "annotations", [("summary", event.summary), ("description", event.description), ("id", notice.id)], &json)
        write("startsAt", AlertEvent.rfc3339(notice.firstTime), &json)
        // Without it, the Alertmanager's own resolve_timeout holds.
        if isOver { write("endsAt", AlertEvent.rfc3339(max(notice.lastTime, notice.firstTime + 1)), &json) }
        json.endMap()
    }

    private static func write(_ key: String, _ pairs: [(String, String)], _ json: inout JSONVisitor) {
        json.beginKey()
        json.string(key)
        json.endKey()
        json.beginMap()
        for (key, value) in pairs { write(key, value, &json) }
        json.endMap()
    }

    private static func write(_ key: String, _ value: String, _ json: inout JSONVisitor) {
        json.beginKey()
        json.string(key)
        json.endKey()
        json.string(value)
    }

    /// `addr-flood` as `AddrFlood`, which is how Prometheus' alerts are called.
    static func name(_ kind: String) -> String {
        kind.split(separator: "-").map { $0.prefix(1).uppercased() + $0.dropFirst() }.joined()
    }
}
