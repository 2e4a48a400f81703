import Daemon
import Foundation
import Glibc
import Logging
import PeerObserver
import Synchronization
import TestSupport
import Testing

extension Integration {
    /// A real Prometheus scrapes the metrics tool, and its own tool judges the names.
    @Suite(
        .serialized, .timeLimit(.minutes(2)),
        .enabled(if: isExecutable("/usr/bin/prometheus"), "needs prometheus, which scripts/packages test installs"))
    struct MetricsPrometheus {
        @Test func storesTheSameSeriesFromBothFormats() async throws {
            let (server, metrics) = try fed()
            let accepted = Mutex("")
            // Prometheus always prefers OpenMetrics; behind this it gets plain text.
            let port = metrics.port
            let relay = try await HTTPServer.start(
                on: ListenAddress(host: "127.0.0.1", port: 0),
                routes: [
                    HTTPRoute("/metrics") { request in
                        accepted.withLock { $0 = request.accept }
                        let answer = try? httpRequest("GET /metrics HTTP/1.0\r\n\r\n", port: port)
                        let parts = answer?.split(separator: "\r\n\r\n", maxSplits: 1) ?? []
                        return HTTPAnswer(
                            contentType: "text/plain; version=0.0.4; charset=utf-8",
                            body: Array((parts.last ?? "").utf8))
                    }
                ], logger: Logger(label: "relay") { _ in SwiftLogNoOpLogHandler() })
            let result = Result { try compareSeries(direct: port, relayed: relay.port) }
            await relay.stop()
            try result.get()
            #expect(MetricsFormat(accept: accepted.withLock { $0 }) == .openMetrics)
            try metrics.expectEnd()
            server.stop()
        }

        private func compareSeries(direct: Int, relayed: Int) throws {
            let prometheus = try RunningPrometheus(targets: ["openmetrics": direct, "text": relayed])
            defer { prometheus.process.stop() }
            try eventually("both scrapes", within: .seconds(60)) {
                try prometheus.query("count(up == 1)") == ["2"]
                    && prometheus.query("count(count by (job) (peerobserver_events_total))") == ["2"]
            }
            let stored = try ["openmetrics", "text"].map { try prometheus.series(job: $0) }
            #expect(stored[0] == stored[1])
            let shown = Set(
                try Metrics(port: direct).values.keys.filter { !$0.hasSuffix(":") }.map {
                    String($0.prefix { $0 != "{" })
                })
            let names = Set(stored[0].map { String($0.prefix { $0 != "{" }) })
            // Prometheus adds its own of each scrape.
            #expect(
                shown.subtracting(names) == []
                    && names.subtracting(shown).allSatisfy { $0 == "up" || $0.hasPrefix("scrape_") })
            #expect(stored[0].count > 500)
        }

        /// `UPDATE_GOLDEN=1` rewrites the list of complaints about upstream's names.
        @Test func promtoolHasNothingToSayOfNamesOfOurs() throws {
            let (server, metrics) = try fed()
            let directory = try TemporaryDirectory()
            let answer = try metrics.get("/metrics", "")
            let body = answer.split(separator: "\r\n\r\n", maxSplits: 1).last ?? ""
            let file = try directory.write(String(body), to: "scrape")
            let tool = try ChildProcess("/bin/sh", ["-c", "promtool check metrics < \(file); echo done"])
            _ = tool.wait()
            try tool.line(containing: "done")
            let complaints = tool.output.filter { $0 != "done" }.sorted()
            #expect(!complaints.contains { $0.contains("error while linting") }, "\(complaints)")
            let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            let fixtures = root.appending(path: "MetricsToolTests/Fixtures")
            let upstream = try Set(
                String(contentsOf: fixtures.appending(path: "upstream-metrics.tsv"), encoding: .utf8).split(
                    separator: "\n"
                ).map {
                    String($0.prefix { $0 != "\t" })
                })
            let ours = complaints.filter { !upstream.contains(String($0.prefix { $0 != " " && $0 != ":" })) }
            #expect(ours == [])
            let list = fixtures.appending(path: "promtool-complaints.txt")
            if ProcessInfo.processInfo.environment["UPDATE_GOLDEN"] == "1" {
                try (complaints.joined(separator: "\n") + "\n").write(to: list, atomically: true, encoding: .utf8)
            }
            #expect(
                complaints == (try String(contentsOf: list, encoding: .utf8)).split(separator: "\n").map(String.init))
            try metrics.expectEnd()
            server.stop()
        }

        @Test func openMetricsIsReadByAnIndependentParser() throws {
            let (server, metrics) = try fed()
            let directory = try TemporaryDirectory()
            let answer = try metrics.get("/metrics", "Accept: application/openmetrics-text\r\n")
            let file = try directory.write(
                String(answer.split(separator: "\r\n\r\n", maxSplits: 1).last ?? ""), to: "scrape")
            let program =
                "from prometheus_client.openmetrics.parser import text_string_to_metric_families as parse; "
                + "print('families', sum(1 for _ in parse(open('\(file)').read())))"
            let parser = try ChildProcess("/usr/bin/python3", ["-c", program])
            #expect(parser.wait() == 0, "\(parser.output.suffix(2))")
            try parser.line(containing: "families 2")
            try metrics.expectEnd()
            server.stop()
        }

        /// A tool that has counted one event of every kind, of a node without a name and of one with.
        private func fed() throws -> (NATSServer, RunningMetrics) {
            let server = try NATSServer()
            let metrics = try RunningMetrics(server)
            let publisher = try PlainPublisher(server)
            let samples = SampleEvents.all + SampleEvents.onlyRead
            for sample in samples {
                publisher.publish(sample.event, on: sample.subject)
                publisher.publish(sample.event, on: "node.alice.\(sample.subject)")
            }
            try eventually("all events") { try metrics.sum("peerobserver_events_total") == Double(2 * samples.count) }
            return (server, metrics)
        }
    }
}

/// A Prometheus with a store of its own that scrapes every second.
private final class RunningPrometheus {
    let process: ChildProcess
    private let directory: TemporaryDirectory
    private let port: Int

    /// - Parameter targets: ports by job.
    init(targets: [String: Int]) throws {
        directory = try TemporaryDirectory()
        port = try freePort()
        let jobs = targets.map { "  - {job_name: \($0), static_configs: [{targets: ['127.0.0.1:\($1)']}]}\n" }.joined()
        let file = try directory.write("global: {scrape_interval: 1s}\nscrape_configs:\n\(jobs)", to: "prometheus.yml")
        process = try ChildProcess(
            "/usr/bin/prometheus",
            [
                "--config.file=\(file)", "--storage.tsdb.path=\(directory.path)/data",
                "--web.listen-address=127.0.0.1:\(port)",
            ])
        try process.line(containing: "Server is ready to receive web requests", within: .seconds(60))
    }

    /// The values that an instant query gives.
    func query(_ expression: String) throws -> [String] {
        struct Answer: Decodable {
            struct Content: Decodable {
                struct Result: Decodable {
                    let value: [Value]
                }
                let result: [Result]
            }
            let data: Content
        }
        enum Value: Decodable {
            case time(Double)
            case text(String)
            init(from decoder: any Decoder) throws {
                let container = try decoder.singleValueContainer()
                if let time = try? container.decode(Double.self) {
                    self = .time(time)
                } else {
                    self = .text(try container.decode(String.self))
                }
            }
        }
        let answer = try JSONDecoder().decode(Answer.self, from: get("/api/v1/query?query=\(Self.encoded(expression))"))
        return answer.data.result.compactMap { if case .text(let text)? = $0.value.last { text } else { nil } }
    }

    /// Every series of a job as text, without what tells the target.
    func series(job: String) throws -> Set<String> {
        struct Answer: Decodable {
            let data: [[String: String]]
        }
        let match = Self.encoded("{job=\"\(job)\"}")
        let answer = try JSONDecoder().decode(Answer.self, from: get("/api/v1/series?match%5B%5D=\(match)"))
        return Set(
            answer.data.map { labels in
                let pairs = labels.filter { !["job", "instance", "__name__"].contains($0.key) }.sorted {
                    $0.key < $1.key
                }
                return "\(labels["__name__"] ?? ""){\(pairs.map { "\($0.key)=\($0.value)" }.joined(separator: ","))}"
            })
    }

    private func get(_ path: String) throws -> Data {
        let answer = try httpRequest("GET \(path) HTTP/1.0\r\n\r\n", port: port)
        return Data((answer.split(separator: "\r\n\r\n", maxSplits: 1).last ?? "").utf8)
    }

    private static func encoded(_ text: String) -> String {
        text.utf8.map { byte in
            let isPlain = Character(UnicodeScalar(byte)).isLetter || Character(UnicodeScalar(byte)).isNumber
            return isPlain ? String(UnicodeScalar(byte)) : "%" + String(UInt16(byte) + 256, radix: 16).dropFirst()
        }.joined()
    }
}
