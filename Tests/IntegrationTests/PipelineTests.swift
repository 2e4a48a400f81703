import Foundation
import Glibc
import PeerObserver
import TestSupport
import Testing

extension Integration.Tracing {
    /// Several programs of this package together.
    @Suite struct Pipeline {
        /// What demo-node tells at its end.
        struct Summary: Decodable {
            let fired: [String: UInt64]
            var total: UInt64 { fired.values.reduce(0, +) }
        }

        @Test func floodOfANodesTrafficIsReceivedOrCounted() throws {
            let server = try NATSServer(configuration: Load.patience)
            let subscriber = try EventSubscriber.on(server)
            let (extractor, summary) = try observeDemoNode(
                server, ["--max-rate", "--count", "100000", "--burst-every", "1"], extractor: ["--ring-size", "1"])
            let metrics = try extractor.metrics("all hits are settled", within: .seconds(60)) {
                $0.hits >= summary.total && $0.seen == $0.hits && $0.isSettled
            }
            let account = try extractor.stop()
            try subscriber.barrier()
            print("demo-node: fired \(summary.total), received \(subscriber.count), lost \(metrics.lost)")
            #expect(metrics.hits == summary.total)
            for (tracepoint, count) in summary.fired { #expect(metrics.hits(of: tracepoint) == count, "\(tracepoint)") }
            #expect(UInt64(subscriber.count) + metrics.lost == summary.total)
            #expect(metrics.lost == metrics.lost("ring_full"))
            account.expectIdentity(received: subscriber.count)
            // Some recorded messages are malformed; a payload that is not whole would be our error.
            let events = try subscriber.events()
            let damaged = events.count { event in
                guard case .message(let message) = event.ebpf, case .malformed(let malformed) = message.message else {
                    return event.ebpf == nil
                }
                return malformed.payload.map { UInt64($0.count) } != message.meta.size
            }
            #expect(damaged == 0)
        }

        @Test func blockBurstOfANodeIsReceivedWhole() throws {
            let server = try NATSServer(configuration: Load.patience)
            let subscriber = try EventSubscriber.on(server)
            let (extractor, summary) = try observeDemoNode(server, ["--one-shot-removed", "10000", "--within", "50"])
            #expect(summary.fired["mempool:removed"] == 10_000)
            try subscriber.wait(for: 10_000)
            let account = try extractor.stop()
            #expect(account.confirmed == summary.total && account.lost == 0)
        }

        @Test func samplesOfTheNodesProcessArrive() throws {
            let server = try NATSServer()
            let logger = try ChildProcess(Products.path("logger"), ["-a", server.address, "--process"])
            try logger.line(containing: "subscribed")
            let node = try ProbeNode()
            let extractor = try Extractor.observing(node, nats: server, ["--process-interval", "0.1"])
            try eventually("two samples") { logger.events.count >= 2 }
            let sample = try #require(logger.events.first)
            #expect(sample.hasPrefix(" # PROCESS ProcessSample(pid=\(node.pid), "), "\(sample)")
            #expect(sample.contains("name=probe-fixture, cpu_time="), "\(sample)")
            let account = try extractor.stop()
            #expect(account.confirmed >= 2 && account.lost == 0)
        }

        @Test func probeReachesALineOfTheLogger() throws {
            let server = try NATSServer()
            let logger = try ChildProcess(Products.path("logger"), ["-a", server.address])
            try logger.line(containing: "subscribed")
            let node = try ProbeNode()
            let extractor = try Extractor.observing(node, nats: server)
            try node.fire("each")
            try eventually("all lines") { logger.events.count >= 16 }
            _ = try extractor.stop()
            logger.signal(SIGTERM)
            #expect(logger.wait() == 0)
            // One thread delivers all subscriptions, so the order is that of the probes.
            let beginnings = [
                " <-- from id=11 (conn_type=1): Ping(578437695752307201)",
                " --> to id=12 (conn_type=1): Unknown(command=xyz, payload=0908)",
                " # CONN InboundConnection(conn=Connection(id=18446744073709551609, addr=aaaa",
                " # CONN OutboundConnection(",
                " # CONN ClosedConnection(", " # CONN EvictedInboundConnection(",
                " # CONN MisbehavingConnection(id=16, ",
                " # MEMPOOL Added(", " # MEMPOOL Removed(", " # MEMPOOL Replaced(", " # MEMPOOL Rejected(",
                " # BLOCK BlockConnected(",
                " # ADDRMAN InsertNew(", " # ADDRMAN InsertTried(", " # UTXOCACHE Flush(", " # UTXOCACHE Uncache(",
            ]
            #expect(logger.events.count == beginnings.count)
            for (line, beginning) in zip(logger.events, beginnings) { #expect(line.hasPrefix(beginning)) }
        }

        /// `--record` keeps what was live, and `--replay` publishes the same events.
        @Test func recordedEventsAreReplayedAsTheyWere() throws {
            let server = try NATSServer()
            let (live, directory) = (try EventSubscriber.on(server), try TemporaryDirectory())
            let (node, file) = (try ProbeNode(), "\(directory.path)/recording")
            let extractor = try Extractor.observing(node, nats: server, ["--record", file])
            try node.fire("each")
            #expect(try node.fire("pattern 300 3000 0") == 300)
            try live.wait(for: 316)
            #expect(try extractor.stop().confirmed == 316)
            live.stop()
            let replayed = try EventSubscriber.on(server)
            let replay = try ChildProcess(Products.path("ebpf-extractor"), ["-a", server.address, "--replay", file])
            try replay.line(containing: "stopped")
            #expect(replay.wait() == 0)
            try replayed.barrier()
            func comparable(_ subscriber: EventSubscriber) throws -> [Event] {
                try subscriber.events().map { event in
                    var event = event
                    event.streamID = nil
                    return event
                }
            }
            #expect(replayed.received.map(\.subject) == live.received.map(\.subject))
            #expect(try comparable(replayed) == comparable(live))
        }

        /// Lets demo-node run to its end under an extractor.
        private func observeDemoNode(
            _ server: NATSServer, _ traffic: [String], extractor arguments: [String] = []
        ) throws -> (Extractor, Summary) {
            let node = try ChildProcess(Products.path("demo-node"), ["--wait-attached"] + traffic)
            try node.line(containing: "waiting, pid")
            let extractor = try Extractor(
                nats: server.address,
                [
                    "-b", Products.path("demo-node"), "--bitcoind-pid", "\(node.pid)", "--addrman-tracepoints",
                    "--utxocache-tracepoints",
                ]
                    + arguments)
            let line = try node.line(containing: "\"fired\"", within: .seconds(60))
            #expect(node.wait() == 0)
            return (extractor, try JSONDecoder().decode(Summary.self, from: Data(line.utf8)))
        }
    }
}
