import Crypto
import Daemon
import Glibc
import Logging
import PeerObserver

/// Alerts as signed POSTs of the event's JSON.
final class Webhook: SlowOutput {
    struct Settings: Sendable {
        var url: HTTPAddress
        /// Signs; nil for no signature.
        var key: String?
        var certificates: String?
        var timeout: Duration = .seconds(10)
        /// Waits between attempts; after the last one an event is given up.
        var waits: [Duration] = [.seconds(1), .seconds(2), .seconds(4), .seconds(8), .seconds(16)]
        /// Events that may wait.
        var limit = 1000
    }

    let counts = OutputCounts()
    private let settings: Settings
    private let queue: OutputQueue<AlertEvent>
    private let logger: Logger

    init(_ settings: Settings, logger: Logger) {
        self.settings = settings
        self.logger = logger
        queue = OutputQueue(limit: settings.limit)
        queue.start("webhook") { [self] in run() }
    }

    func emit(_ notice: AlertNotice, node: String?) {
        if !queue.offer(AlertEvent(notice, node: node)) { counts.dropped.increment() }
    }

    func close(_ deadline: ContinuousClock.Instant) { queue.close(deadline) }
    func waitForEnd(_ deadline: ContinuousClock.Instant) { queue.waitForEnd(deadline) }

    func register(in registry: MetricsRegistry) {
        OutputCounts.register("webhook", [([], counts)], in: registry)
    }

    // MARK: The thread

    private func run() {
        var post = HTTPPost()
        while case .item(let event) = queue.next() {
            switch send(event, &post) {
            case nil: counts.dropped.increment()
            case .taken?: counts.sent.increment()
            case .busy(let why)?, .refused(let why)?:
                counts.failed.increment()
                logger.warning(
                    "the webhook did not take an alert",
                    metadata: ["url": "\(settings.url.shown)", "id": "\(event.notice.id)", "error": "\(why)"])
            }
        }
    }

    /// Nil where there was no time left to try it.
    private func send(_ event: AlertEvent, _ post: inout HTTPPost) -> HTTPPost.Outcome? {
        let body = event.json()
        var outcome: HTTPPost.Outcome?
        for wait in settings.waits + [.zero] {
            let timeout = queue.patience(settings.timeout)
            guard timeout > .zero else { return outcome }
            outcome = post.send(
                HTTPPost.Request(
                    url: settings.url.text, body: body, headers: headers(body), timeout: timeout,
                    certificates: settings.certificates))
            guard case .busy? = outcome, wait > .zero else { return outcome }
            // The end of the program cuts a wait short, and allows no other.
            if queue.isClosed { return outcome }
            queue.pause(wait)
        }
        return outcome
    }

    private func headers(_ body: [UInt8]) -> [String] {
        guard let key = settings.key else { return [] }
        return ["Peer-Observer-Signature: \(Self.signature(body, key: key, time: Int(time(nil))))"]
    }

    /// `t=` and the Unix time, `v1=` and the HMAC-SHA256 of that time, a point and the body: who has the key can tell that it is ours, and not an
    /// old one sent again.
    static func signature(_ body: [UInt8], key: String, time: Int) -> String {
        var mac = HMAC<SHA256>(key: SymmetricKey(data: Array(key.utf8)))
        mac.update(data: Array("\(time).".utf8))
        mac.update(data: body)
        let digits = mac.finalize().flatMap { byte in [byte >> 4, byte & 15].map { String($0, radix: 16) } }
        return "t=\(time),v1=\(digits.joined())"
    }
}
