import Foundation
import Glibc
import PeerObserver
import TestSupport
import Testing

extension Integration {
    /// The metrics tool as a process, fed by a publisher that owes nothing to the bus under test.
    @Suite(.timeLimit(.minutes(2))) struct MetricsToolProcess {
        @Test func everyKindIsCountedFromFlatAndNodeSubjects() throws {
            let (server, publisher) = try serverAndPublisher()
            let metrics = try RunningMetrics(server)
            let samples = SampleEvents.all + SampleEvents.onlyRead
            for sample in samples {
                publisher.publish(sample.event, on: sample.subject)
                publisher.publish(sample.event, on: "node.alice.\(sample.subject)")
            }
            try eventually("all events") { try metrics.sum("peerobserver_events_total") == Double(2 * samples.count) }
            let values = try metrics.scrape().values
            #expect(values.count { $0.key.contains(#"node="alice""#) } > 100)
            #expect(values["metrics_events_handled_total"] == Double(2 * samples.count))
            #expect(values.filter { $0.key.hasPrefix("metrics_events_lost_total") }.allSatisfy { $0.value == 0 })
            try metrics.expectEnd()
        }

        @Test func whatItTellsOfItselfIsDocumented() throws {
            let (server, _) = try serverAndPublisher()
            let directory = try TemporaryDirectory()
            let metrics = try RunningMetrics(
                server, ["--ip-list", "a=\(try directory.write("192.0.2.1", to: "list"))"])
            let names = try metrics.get("/metrics", "").matches(of: /TYPE ([a-z0-9_]+) [a-z]+/).map {
                String($0.output.1)
            }
            let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
                .deletingLastPathComponent()
            let document = try String(contentsOf: root.appending(path: "docs/operating-metrics.md"), encoding: .utf8)
            for name in names where !name.hasPrefix("peerobserver_") {
                #expect(document.contains("`\(name)`"), "docs/operating-metrics.md does not tell \(name)")
            }
            try metrics.expectEnd()
        }

        @Test func answersInBothFormatsAndCompressed() throws {
            let (server, publisher) = try serverAndPublisher()
            let metrics = try RunningMetrics(server)
            publisher.publish(SampleEvents.message(.verack(true)), on: "netmsg")
            let text = try metrics.get("/metrics", "")
            #expect(text.contains("content-type: text/plain; version=0.0.4; charset=utf-8\r\n"))
            #expect(!text.contains("# EOF"))
            let openMetrics = try metrics.get("/metrics", "Accept: application/openmetrics-text; version=1.0.0\r\n")
            #expect(
                openMetrics.contains("content-type: application/openmetrics-text; version=1.0.0; charset=utf-8\r\n"))
            #expect(openMetrics.hasSuffix("# EOF\n"))
            let compressed = try metrics.get("/metrics", "Accept-Encoding: gzip\r\n")
            #expect(compressed.contains("content-encoding: gzip\r\n") && compressed.utf8.count < text.utf8.count / 2)
            try metrics.expectEnd()
        }

        @Test func overviewTellsOfNodesAndTakesNoMarkupForAName() throws {
            let (server, publisher) = try serverAndPublisher()
            let metrics = try RunningMetrics(server)
            publisher.publish(SampleEvents.message(.verack(true)), on: "node.<b>.netmsg")
            for sample in SampleEvents.oneToken { publisher.publish(sample.event, on: "node.alice.\(sample.subject)") }
            try eventually("the nodes") { try metrics.get("/", "").contains("<td>900000, ") }
            let page = try metrics.get("/", "")
            #expect(page.contains("content-type: text/html; charset=utf-8"))
            #expect(page.contains("<td>other</td>") && !page.contains("<b>"))
            #expect(page.contains("<td>alice</td>"))
            try metrics.expectEnd()
        }

        @Test func silenceIsUnhealthy() throws {
            let (server, publisher) = try serverAndPublisher()
            let metrics = try RunningMetrics(server, ["--silence-limit", "1"])
            try eventually("silence") { try metrics.get("/-/healthy", "").contains(" 503 ") }
            #expect(try metrics.get("/-/ready", "").contains(" 200 "))
            publisher.publish(SampleEvents.message(.verack(true)), on: "netmsg")
            try eventually("health") { try metrics.get("/-/healthy", "").contains(" 200 ") }
            try metrics.expectEnd()
        }

        @Test func listsFromFilesAreReadAgain() throws {
            let (server, publisher) = try serverAndPublisher()
            let directory = try TemporaryDirectory()
            let file = try directory.write("192.0.2.1\n", to: "list")
            let metrics = try RunningMetrics(server, ["--ip-list", "mine=\(file)"])
            let connection = Connection(peerID: 1, addr: "203.0.113.7:1", connType: .inbound, network: 1)
            let event = SampleEvents.ebpf(
                .connection(
                    ConnectionEvent(event: .inbound(InboundConnection(conn: connection, existingConnections: 0)))))
            publisher.publish(event, on: "netconn")
            try eventually("the event") { try metrics.sum("peerobserver_conn_inbound") == 1 }
            #expect(try metrics.sum("peerobserver_conn_inbound_list_total") == 0)
            try directory.write("192.0.2.1\n203.0.113.0/24\n", to: "list")
            try metrics.process.line(containing: "read the address lists again")
            // The line tells that the file is read; the list holds a moment later.
            try eventually("the list") {
                publisher.publish(event, on: "netconn")
                return try metrics.sum("peerobserver_conn_inbound_list_total") > 0
            }
            try metrics.expectEnd()
        }

        @Test(
            arguments: [
                (["--ip-list", "mine"], 64), (["--ip-list", "a=/dev/null", "--ip-list", "a=/dev/null"], 64),
                (["--ip-list", "a=/nonexistent"], 1), (["--asmap", "/etc/passwd"], 1), (["--silence-limit", "-1"], 64),
            ] as [([String], Int32)]) func wrongArgumentsEndIt(arguments: [String], code: Int32) throws
        {
            let metrics = try ChildProcess(
                Products.path("metrics"), ["-a", "127.0.0.1:1", "-m", "127.0.0.1:0"] + arguments)
            #expect(metrics.wait() == code)
        }

        /// A fleet: what each node keeps is there after one answer of each RPC.
        @Test func fiftyNodesFitIntoTheirMemory() throws {
            let (server, publisher) = try serverAndPublisher()
            let metrics = try RunningMetrics(server)
            let samples = SampleEvents.all + SampleEvents.onlyRead
            let rounds = 4
            for _ in 0..<rounds {
                for node in 0..<50 {
                    for sample in samples { publisher.publish(sample.event, on: "node.n\(node).\(sample.subject)") }
                }
            }
            let total = Double(rounds * 50 * samples.count)
            try eventually("all events") { try metrics.sum("peerobserver_events_total") == total }
            #expect(try metrics.sum("process_resident_memory_bytes") < 256 * 1024 * 1024)
            try metrics.expectEnd()
        }

        private func serverAndPublisher() throws -> (NATSServer, PlainPublisher) {
            let server = try NATSServer()
            return (server, try PlainPublisher(server))
        }
    }
}

/// A metrics tool that has subscribed.
final class RunningMetrics: Sendable {
    let process: ChildProcess
    let port: Int

    init(_ server: NATSServer, _ arguments: [String] = []) throws {
        process = try ChildProcess(Products.path("metrics"), ["-a", server.address, "-m", "127.0.0.1:0"] + arguments)
        let line = try process.line(containing: "listening on")
        guard let port = line.firstMatch(of: /:([0-9]+)\/metrics/).flatMap({ Int($0.output.1) }) else {
            throw TestError("no port in \(line)")
        }
        self.port = port
        try process.line(containing: "subscribed")
    }

    func scrape() throws -> Metrics { try Metrics(port: port) }

    /// All series of a metric together.
    func sum(_ metric: String) throws -> Double {
        try scrape().values.reduce(0) { $1.key.prefix { $0 != "{" } == metric ? $0 + $1.value : $0 }
    }

    /// The whole answer; `headers` with their line ends.
    func get(_ path: String, _ headers: String) throws -> String {
        try httpRequest("GET \(path) HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\(headers)\r\n", port: port)
    }

    func expectEnd(_ location: SourceLocation = #_sourceLocation) throws {
        process.signal(SIGTERM)
        #expect(process.wait() == 0, "\(process.output.suffix(3))", sourceLocation: location)
    }
}
