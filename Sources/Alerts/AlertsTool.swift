import Daemon
import Logging
import PeerObserver
import Synchronization

/// Shows events to the detectors of their node, and hands on what these find.
final class AlertsTool: MessageHandler {
    let nodes: Mutex<NodeTable>
    private let outputs: [any AlertOutput]
    private let silence: Duration
    private let logger: Logger

    convenience init(_ settings: WatchSettings, outputs: [any AlertOutput], logger: Logger) {
        self.init(NodeTable(settings), outputs: outputs, logger: logger)
    }

    init(_ nodes: NodeTable, outputs: [any AlertOutput], logger: Logger) {
        self.nodes = Mutex(nodes)
        self.outputs = outputs
        self.logger = logger
        silence = .seconds(nodes.settings.nodeSilence)
    }

    /// All that a detector looks at.
    static let subjects: [Subject] = [
        .netmsg, .netmsgMalformed, .netconn, .mempool, .validation, .utxocacheUncache, .rpc, .p2pExtractor,
        .logExtractor,
    ]

    /// Milliseconds since the Unix epoch, in the year 2248: later ones are another unit, and would overflow.
    private static let latestTime: UInt64 = 1 << 43

    func receive(subject: UnsafeRawBufferPointer, payload: UnsafeRawBufferPointer) -> LossReason? {
        let input = RawSpan(_unsafeBytes: payload)
        do throws(WireError) {
            let head = try EventHead(input)
            // An event without content is of a newer contract.
            guard head.arm != nil, head.timestamp <= Self.latestTime else { return .undecodable }
            try nodes.withLock { nodes throws(WireError) in
                guard let (place, subject) = nodes.route(subject, head, input) else { return }
                try nodes[place].take(head, input, subject: subject)
                if let news = nodes[place].book.takeOutbox() { tell(news, nodes[place].name) }
            }
            return nil
        } catch {
            return .undecodable
        }
    }

    // MARK: Alerts that nobody looks at any more

    /// Ends the alerts of nodes of which nothing has come for long; to be called once a second.
    func listen(_ now: ContinuousClock.Instant) {
        closeAlerts("no event has come for \(silence.components.seconds) s") { node in node.listen(now, silence) }
    }

    /// The program ends: what goes on would be told as going on for good.
    func end() {
        closeAlerts("the program ends") { node in node.book.close() }
    }

    private func closeAlerts(_ reason: String, _ close: (inout NodeWatch) -> Void) {
        nodes.withLock { nodes in
            for place in nodes.nodes.indices {
                close(&nodes[place])
                guard let news = nodes[place].book.takeOutbox() else { continue }
                var metadata: Logger.Metadata = ["alerts": "\(news.notices.count)"]
                if let name = nodes[place].name { metadata["node"] = "\(name)" }
                logger.info("\(reason): alerts that go on are told as over", metadata: metadata)
                tell(news, nodes[place].name)
            }
        }
    }

    private func tell(_ news: (notices: [AlertNotice], lines: [String]), _ node: String?) {
        for output in outputs {
            for line in news.lines { output.log(line) }
            for notice in news.notices { output.emit(notice, node: node) }
        }
    }

    // MARK: Metrics

    func register(in registry: MetricsRegistry) {
        let prefix = registry.prefix
        registry.collect { [self] writer in
            nodes.withLock { AlertMetrics.write($0, to: &writer, prefix: prefix) }
        }
    }
}

/// Where alerts go. Calls come one at a time, from the bus's thread for the most part, and must not wait.
protocol AlertOutput: Sendable {
    func emit(_ notice: AlertNotice, node: String?)
    /// A line in the words of upstream's tool.
    func log(_ line: String)
}

extension AlertOutput {
    func log(_ line: String) {}
}
