import Glibc
import PeerObserver
import TestSupport
import Testing

/// What a replay has to give again.
private enum Replayed {
    /// Series that by nature tell of the wall clock: when the tool was started, and when events arrived. Both are equal in name and
    /// labels, and differ in value alone.
    static let wallClock: Set<String> = [
        "peerobserver_runtime_start_timestamp", "peerobserver_last_event_timestamp_seconds",
    ]

    /// What a metrics tool makes of events.
    static func series(_ metrics: RunningMetrics) throws -> [String: Double] {
        try metrics.scrape().values.filter { $0.key.hasPrefix("peerobserver_") }
    }

    /// Replays archives into a server and a metrics tool of their own, and compares that with the live ones.
    static func compare(
        _ live: [String: Double], events: Int, archives: [String], _ location: SourceLocation = #_sourceLocation
    ) throws {
        let server = try NATSServer(configuration: Integration.Tracing.Load.patience)
        let metrics = try RunningMetrics(server)
        let replayer = try Replayer.publishing(server.address, ["--speed", "0"] + archives)
        #expect(replayer.wait() == 0, "\(replayer.output.suffix(3))", sourceLocation: location)
        let account = try Account(try replayer.line(containing: "INFO  stopped"))
        #expect(account.confirmed == UInt64(events), sourceLocation: location)
        try eventually("all events") { try metrics.sum("peerobserver_events_total") == Double(events) }
        let again = try series(metrics)
        #expect(Set(live.keys) == Set(again.keys), sourceLocation: location)
        let different = live.filter { again[$0.key] != $0.value }
        let names = Set(different.map { String($0.key.prefix { $0 != "{" }) })
        let unexpected = different.keys.filter { !wallClock.contains(String($0.prefix { $0 != "{" })) }
        #expect(
            names == wallClock, "\(unexpected.map { "\($0): \(live[$0] ?? 0), again \(again[$0] ?? 0)" })",
            sourceLocation: location)
        print("replayed metrics: \(live.count) series of \(events) events, \(different.count) of the wall clock")
        try metrics.expectEnd(location)
    }
}

extension Integration {
    /// A replayed archive gives the metrics that the live run gave.
    @Suite(.timeLimit(.minutes(3))) struct ReplayerMetrics {
        @Test(arguments: [[], ["--seekable"], ["--compression-level", "0"], ["--max-file-size", "4KiB"]])
        func publishedEventsOfEveryKind(arguments: [String]) throws {
            let (server, folder) = (try NATSServer(), try TemporaryDirectory())
            let metrics = try RunningMetrics(server)
            let archiver = try ArchiverProcess(server, folder: folder.path, ["--block-interval", "1s"] + arguments)
            try archiver.process.line(containing: "subscribed")
            let publisher = try PlainPublisher(server)
            let events = Self.events
            for (number, (subject, event)) in events.enumerated() {
                // An archive ends behind a block only.
                if arguments.contains("4KiB"), number % 600 == 599 {
                    publisher.barrier()
                    try eventually("a block") {
                        try archiver.metrics().values["archiver_events_handled_total"] == Double(number)
                    }
                }
                publisher.publish(event, on: subject)
            }
            publisher.barrier()
            try eventually("all events") { try metrics.sum("peerobserver_events_total") == Double(events.count) }
            let live = try Replayed.series(metrics)
            #expect(live.count > 1000)
            try eventually("all events in the archive") { try archiver.metrics().seen == UInt64(events.count) }
            try archiver.stop()
            try metrics.expectEnd()
            let archives = try ArchiveFiles.paths(folder.path)
            #expect(archives.count > 3 || !arguments.contains("4KiB"))
            try Replayed.compare(live, events: events.count, archives: archives)
        }

        /// Every kind, of a node without a name and of two with; numbered, with a gap and a repetition.
        private static let events: [(subject: String, event: Event)] = {
            var (events, numbers): ([(String, Event)], [String: UInt64]) = ([], [:])
            for round in UInt64(0)..<5 {
                for node in [nil, "alice", "bob"] {
                    for (index, sample) in (SampleEvents.all + SampleEvents.onlyRead).enumerated() {
                        var event = sample.event
                        let subject = node.map { "node.\($0).\(sample.subject)" } ?? sample.subject
                        numbers[subject, default: 0] += round == 2 && index % 7 == 0 ? 2 : 1
                        event.node = node
                        event.sequence = numbers[subject]
                        event.timestamp = 1_700_000_000_000 + round * 1000 + UInt64(index)
                        event.sourceTimeNs = event.timestamp * 1_000_000 + 123
                        events.append((subject, event))
                        if round == 3, index % 11 == 0 { events.append((subject, event)) }
                    }
                }
            }
            return events
        }()
    }
}

extension Integration.Tracing {
    /// The same with every program of the data path, and demo-node.
    @Suite struct ReplayedRun {
        @Test func aWholeRunOfDemoNode() throws {
            let (server, folder) = (
                try NATSServer(configuration: Integration.Tracing.Load.patience), try TemporaryDirectory()
            )
            let metrics = try RunningMetrics(server)
            let archiver = try ArchiverProcess(
                server, folder: folder.path + "/archives", ["--max-file-size", "256KiB"])
            try archiver.process.line(containing: "subscribed")
            let p2p = try P2PProcess(nats: server.address, ["--ping-interval", "1"])
            let (log, rpcPort) = ("\(folder.path)/debug.log", try freePort())
            let node = try ChildProcess(
                Products.path("demo-node"),
                [
                    "--wait-attached", "--rate", "2000", "--burst-every", "1", "--burst-size", "100", "--odd-every",
                    "0.5",
                    "--rpc-address", "127.0.0.1:\(rpcPort)", "--rpc-cookie-file", "\(folder.path)/cookie",
                    "--p2p-connect", "127.0.0.1:\(p2p.ports[0])", "--p2p-network", "regtest", "--p2p-rate", "20",
                    "--p2p-block-every", "0.3", "--debug-log", log, "--debug-log-rate", "500",
                ])
            try node.line(containing: "waiting, pid")
            let extractor = try Extractor(
                nats: server.address,
                [
                    "-b", Products.path("demo-node"), "--bitcoind-pid", "\(node.pid)", "--addrman-tracepoints",
                    "--utxocache-tracepoints", "--process-interval", "0.5",
                ])
            try node.line(containing: "running")
            let rpc = try RPCDaemon(
                nats: server.address, host: "127.0.0.1:\(rpcPort)",
                ["--rpc-cookie-file", "\(folder.path)/cookie", "--query-interval", "1"])
            let lines = try ChildProcess(
                Products.path("log-extractor"),
                ["-a", server.address, "--debug-log", log, "--position-file", "\(folder.path)/position"])
            try eventually("events of every program") {
                let values = try metrics.scrape().values
                let subjects = ["netmsg", "netconn", "mempool", "validation", "rpc", "p2p-extractor", "log-extractor"]
                return subjects.allSatisfy { values["peerobserver_events_total{subject=\"\($0)\"}"] ?? 0 > 2 }
                    && values["peerobserver_events_total{subject=\"process.sample\"}"] ?? 0 > 2
            }
            node.signal(SIGTERM)
            #expect(node.wait() == 0)
            var total: UInt64 = 0
            for process in [p2p.process, extractor.process, rpc.process, lines] {
                process.signal(SIGTERM)
                let account = try Account(try process.line(containing: "INFO  stopped"))
                #expect(process.wait() == 0 && account.confirmed == account.seen)
                total += account.confirmed
            }
            try eventually("all events") {
                try metrics.sum("peerobserver_events_total") == Double(total) && archiver.metrics().seen == total
            }
            let live = try Replayed.series(metrics)
            try archiver.stop()
            try metrics.expectEnd()
            let archives = try ArchiveFiles.paths(folder.path + "/archives")
            #expect(archives.count > 1)
            try Replayed.compare(live, events: Int(total), archives: archives)
        }
    }
}
