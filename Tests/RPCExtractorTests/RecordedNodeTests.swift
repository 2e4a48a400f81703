import Daemon
import Logging
import PeerObserver
import Synchronization
import TestSupport
import Testing

@testable import RPCExtractor

/// The extractor itself, over HTTP, on what each version of node software answers.
@Suite struct RecordedNodeTests {
    /// One question of each RPC; the events, the log and the metrics' lines.
    private func run(_ folder: String) async throws -> (events: [RPCEvent.Kind], log: [String], metrics: [String]) {
        let (node, bus, lines) = (try RecordedNode(folder), RecordingBus(maxPayload: 16 << 20), Lines())
        defer { node.stop() }
        let (metrics, registry) = (
            FetchMetrics(methods: RPC.all.map(\.method)), MetricsRegistry(program: "rpc-extractor")
        )
        metrics.register(in: registry)
        let extractor = RPCExtractor(
            rpcs: RPC.all.map { PolledRPC(rpc: $0, interval: .seconds(3600)) },
            client: RPCClient(
                HTTPTransport.Settings(url: "http://127.0.0.1:\(node.port)/"), .password(user: "u", password: "p")),
            publisher: EventPublisher(bus: bus, node: nil), metrics: metrics,
            logger: Logger(label: "test") { _ in lines }, maxPayload: { bus.maxPayload })
        let calls = RPC.all.reduce(0) { $0 + $1.calls.count }
        await extractor.run {
            // Each question ends as an event or as a line. The test's time limit ends it where one does not.
            while bus.published.count + lines.all.count(where: { $0.contains(" fails: ") }) < calls {
                guard (try? await Task.sleep(for: .milliseconds(20))) != nil else { return }
            }
        }
        #expect(node.questions.count == RPC.all.count)
        let events = try bus.published.compactMap { published -> RPCEvent.Kind? in
            guard case .rpcExtractor(let event) = try Event(decoding: published.payload).payload else { return nil }
            return event.event
        }
        return (
            events, lines.all,
            String(decoding: registry.scrape(), as: UTF8.self).split(separator: "\n").map(String.init)
        )
    }

    @Test(.timeLimit(.minutes(1)), arguments: Fixture.folders)
    func nothingFailsButWhatTheNodeDoesNotHave(folder: String) async throws {
        let lacking = Fixture.lacking[folder] ?? []
        let (events, log, metrics) = try await run(folder)
        #expect(events.count == RPC.all.reduce(0) { $0 + (lacking.contains($1.method) ? 0 : $1.calls.count) })
        let failures = lacking.map { "warning: \($0) fails: Method not found (-32601); trying again each time" }
        #expect(log.sorted() == (failures + ["info: the node answers"]).sorted())
        for rpc in RPC.all {
            let errors = lacking.contains(rpc.method) ? 1 : 0
            #expect(metrics.contains(#"rpcextractor_rpc_fetch_errors_total{rpc_method="\#(rpc.method)"} \#(errors)"#))
            #expect(metrics.contains(#"rpcextractor_mistyped_values_total{rpc_method="\#(rpc.method)"} 0"#))
        }
        #expect(metrics.contains("rpcextractor_node_reachable 1"))
    }
}

/// Keeps what is logged.
private final class Lines: LogHandler {
    private let lines = Mutex<[String]>([])
    var all: [String] { lines.withLock { $0 } }

    var logLevel: Logger.Level {
        get { .info }
        set {}
    }
    var metadata: Logger.Metadata {
        get { [:] }
        set {}
    }
    subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { nil }
        set {}
    }

    func log(event: Logging.LogEvent) { lines.withLock { $0.append("\(event.level): \(event.message)") } }
}
