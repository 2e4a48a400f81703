import Dispatch
import Glibc
import Logging
import PeerObserver
import TestSupport

/// An HTTP server of the test's own: keeps what is posted, and answers as it is told.
final class PostServer: Sendable {
    struct Post: Sendable {
        var head: String
        var body: String

        func header(_ name: String) -> String? {
            head.split(separator: "\r\n").first { $0.lowercased().hasPrefix("\(name.lowercased()): ") }
                .map { String($0.dropFirst(name.count + 2)) }
        }
    }

    let port: Int
    private let listening: Int32
    private let kept = Slot<[Post]>([])
    private let answers: Slot<[String]>

    /// - Parameter answers: One a post, in turn, then `200 OK`; an empty one for the end of the connection.
    init(answers: [String] = []) throws {
        let answers = Slot(answers)
        let (listening, port) = try LoopbackSocket.listen()
        (self.listening, self.port, self.answers) = (listening, port, answers)
        DispatchQueue(label: "server").async { [kept] in
            while let connection = LoopbackSocket.accept(from: listening) {
                DispatchQueue(label: "connection").async { Self.serve(connection, kept, answers) }
            }
            close(listening)
        }
    }

    deinit { shutdown(listening, Int32(SHUT_RDWR)) }

    var url: String { "http://127.0.0.1:\(port)" }
    var posts: [Post] { kept.value }

    /// Waits until so many have come.
    func posts(_ count: Int) throws -> [Post] {
        try eventually("\(count) posts") { kept.value.count >= count ? kept.value : nil }
    }

    private static func serve(_ connection: Int32, _ kept: Slot<[Post]>, _ answers: Slot<[String]>) {
        defer { close(connection) }
        var bytes: [UInt8] = []
        while true {
            let text = String(decoding: bytes, as: UTF8.self)
            if case let parts = text.split(separator: "\r\n\r\n", maxSplits: 1, omittingEmptySubsequences: false),
                parts.count == 2
            {
                let post = Post(head: String(parts[0]), body: String(parts[1]))
                if post.body.utf8.count >= post.header("content-length").flatMap({ Int($0) }) ?? 0 {
                    let answer = answers.value.isEmpty ? "HTTP/1.1 200 OK" : answers.value.removeFirst()
                    kept.value.append(post)
                    if answer.isEmpty { return }
                    LoopbackSocket.send("\(answer)\r\nContent-Length: 0\r\n\r\n".utf8, to: connection)
                    bytes = []
                    continue
                }
            }
            let more = LoopbackSocket.receive(from: connection)
            guard !more.isEmpty else { return }
            bytes += more
        }
    }
}

/// What `probe` finds, as soon as it does.
func eventually<Value>(
    _ what: String, within timeout: Duration = .seconds(20), _ probe: () throws -> Value?
) throws -> Value {
    let deadline = ContinuousClock.now + timeout
    while ContinuousClock.now < deadline {
        if let value = try probe() { return value }
        usleep(10_000)
    }
    throw TestError("no \(what) within \(timeout)")
}

/// Notices as detectors make them, with what attackers put into them.
enum Notices {
    static func notice(
        kind: String = "addr-flood", id: String = "0123456789abcdef", _ state: AlertState = .raised,
        severity: AlertSeverity = .critical, first: UInt64 = 1_700_000_000_123, last: UInt64 = 1_700_000_060_123,
        peers: [String] = ["198.51.100.7:8333"], agent: String = "/\"<b>\u{1B}[31m\n\u{202E}/"
    ) -> AlertNotice {
        AlertNotice(
            kind: kind, id: id, severity: severity, state: state, summary: "peer 7 announced \u{7} too much",
            firstTime: first, lastTime: last, count: 3,
            peers: peers.enumerated().map { AlertPeer(id: UInt64($0), addr: $1, userAgent: agent) },
            peerCount: peers.isEmpty ? nil : UInt64(peers.count),
            measures: [AlertMeasure(name: "addresses_without_token", value: 30.5, threshold: 20)], addresses: [],
            evidence: [])
    }
}

/// A log that tests can read.
struct KeptLog: LogHandler {
    let lines = Slot<[String]>([])
    var metadata: Logger.Metadata = [:]
    var logLevel = Logger.Level.trace

    var logger: Logger { Logger(label: "test") { _ in self } }

    subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { metadata[key] }
        set { metadata[key] = newValue }
    }

    func log(event: Logging.LogEvent) {
        lines.value.append("\(event.message) \(event.metadata ?? [:])")
    }
}
