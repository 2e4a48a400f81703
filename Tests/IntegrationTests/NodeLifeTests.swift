import Glibc
import PeerObserver
import TestSupport
import Testing

extension Integration.Tracing {
    /// The extractor lives through every end and start of the node, and is never started again.
    @Suite struct NodeLife {
        @Test func restartedNodeIsObservedOn() throws {
            let server = try NATSServer()
            let subscriber = try EventSubscriber.on(server)
            let extractor = try observe(server, [])
            var pids: [UInt32] = []
            for round in 0..<3 {
                let node = try ProbeNode()
                pids.append(UInt32(node.pid))
                node.send("await")
                _ = try node.answer()
                #expect(try node.fire("ping \(round) 1 0") == 1)
                node.stop()
            }
            try subscriber.wait(for: 3)
            let account = try extractor.stop()
            #expect(account.confirmed == 3 && account.lost == 0)
            #expect(try subscriber.pings() == [0, 1, 2])
            #expect(try subscriber.events().map(\.pid) == pids)
        }

        @Test func eventsOfSeveralNodesTellTheirProcess() throws {
            let server = try NATSServer()
            let subscriber = try EventSubscriber.on(server)
            let nodes = try (0..<3).map { _ in try ProbeNode() }
            let extractor = try observe(server, [])
            for (index, node) in nodes.enumerated() { #expect(try node.fire("ping \(index) 1 0") == 1) }
            try subscriber.wait(for: 3)
            _ = try extractor.stop()
            let found = Dictionary(
                uniqueKeysWithValues: try zip(subscriber.pings(), subscriber.events().map { $0.pid ?? 0 }))
            #expect(found == Dictionary(uniqueKeysWithValues: nodes.enumerated().map { (UInt64($0), UInt32($1.pid)) }))
        }

        @Test func onlyTheGivenProcessIsObserved() throws {
            let server = try NATSServer()
            let subscriber = try EventSubscriber.on(server)
            let (node, other) = (try ProbeNode(), try ProbeNode())
            let extractor = try Extractor.observing(node, nats: server)
            _ = try other.fire("ping 1 5 0")
            #expect(try node.fire("ping 7 1 0") == 1)
            try subscriber.wait(for: 1)
            let account = try extractor.stop()
            try subscriber.barrier()
            #expect(account.seen == 1)
            #expect(try subscriber.pings() == [7])
        }

        @Test func endOfTheGivenProcessDoesNotEndTheExtractor() throws {
            let server = try NATSServer()
            let node = try ProbeNode()
            let extractor = try Extractor.observing(node, nats: server)
            #expect(try node.fire("ping 0 3 0") == 3)
            node.stop()
            try extractor.process.line(containing: "the observed process has ended")
            #expect(try extractor.stop().confirmed == 3)
        }

        @Test func pidFileIsFollowed() throws {
            let server = try NATSServer()
            let (subscriber, directory) = (try EventSubscriber.on(server), try TemporaryDirectory())
            let file = "\(directory.path)/node.pid"
            let misled = try Extractor(
                nats: server.address,
                [
                    "-b", Products.path("probe-fixture"),
                    "--bitcoind-pid-file", try directory.write("\(getpid())\n", to: "other.pid"),
                ])
            try misled.process.line(containing: "other.pid does not run \(Products.path("probe-fixture"))")
            misled.process.stop()
            let extractor = try Extractor(
                nats: server.address,
                [
                    "-b", Products.path("probe-fixture"), "--bitcoind-pid-file", file, "--addrman-tracepoints",
                    "--utxocache-tracepoints",
                ])
            try extractor.process.line(containing: "connected to NATS")
            try extractor.process.line(containing: "waiting for the node")
            // A stale number, of a process that runs another program.
            try directory.write("\(getpid())\n", to: "node.pid")
            for round in 0..<3 {
                let node = try ProbeNode()
                try directory.write("\(node.pid)\n", to: "node.pid")
                try extractor.process.line(containing: "attached to process \(node.pid)")
                #expect(try node.fire("ping \(round) 1 0") == 1)
                try subscriber.wait(for: round + 1)
                node.stop()
            }
            try extractor.process.line(containing: "the observed process has ended")
            #expect(try extractor.metrics().attachments == 3)
            #expect(try extractor.stop().confirmed == 3)
            #expect(try subscriber.pings() == [0, 1, 2])
            #expect(try subscriber.events().allSatisfy { $0.pid == nil })
        }

        /// As a package manager does it: the new file takes the name, and the old program runs on until its restart.
        @Test func upgradedBinaryIsAttachedAgain() throws {
            let server = try NATSServer()
            let (subscriber, directory) = (try EventSubscriber.on(server), try TemporaryDirectory())
            let path = "\(directory.path)/node"
            func install() throws {
                try Files.copy(Products.path("probe-fixture"), to: "\(path).new", mode: 0o755)
                #expect(rename("\(path).new", path) == 0)
            }
            try install()
            let old = try ProbeNode(path: path)
            let extractor = try observe(server, [], path: path)
            #expect(try old.fire("ping 0 1 0") == 1)
            try install()
            // Several looks at the node later, the old program is still observed.
            let records = try extractor.metrics().records
            #expect(try old.fire("ping 1 20 40") == 20)
            _ = try extractor.metrics("events of the old program") { $0.records >= records + 20 }
            old.stop()
            let new = try ProbeNode(path: path)
            new.send("await")
            _ = try new.answer()
            #expect(try new.fire("ping 21 1 0") == 1)
            try subscriber.wait(for: 22)
            _ = try extractor.metrics("two attachments") { $0.attachments >= 2 }
            #expect(try extractor.metrics().attachments == 2)
            #expect(try extractor.stop().confirmed == 22)
            #expect(try subscriber.pings() == Array(0..<22))
            #expect(
                try subscriber.events().map(\.pid) == Array(repeating: UInt32(old.pid), count: 21) + [UInt32(new.pid)])
        }

        @Test func removedBinaryIsAwaited() throws {
            let server = try NATSServer()
            let (subscriber, directory) = (try EventSubscriber.on(server), try TemporaryDirectory())
            let path = "\(directory.path)/node"
            try Files.copy(Products.path("probe-fixture"), to: path, mode: 0o755)
            let extractor = try observe(server, [], path: path)
            #expect(unlink(path) == 0)
            try Files.copy(Products.path("probe-fixture"), to: path, mode: 0o755)
            let node = try ProbeNode(path: path)
            node.send("await")
            _ = try node.answer()
            #expect(try node.fire("ping 5 1 0") == 1)
            try subscriber.wait(for: 1)
            _ = try extractor.stop()
            #expect(try subscriber.pings() == [5])
        }

        /// Observes every process of a binary, with all 16 tracepoints, which the fixture's `await` waits for.
        private func observe(
            _ server: NATSServer, _ arguments: [String], path: String = Products.path("probe-fixture")
        ) throws -> Extractor {
            let extractor = try Extractor(
                nats: server.address, ["-b", path, "--addrman-tracepoints", "--utxocache-tracepoints"] + arguments)
            try extractor.process.line(containing: "connected to NATS")
            try extractor.process.line(containing: "attached to every process")
            return extractor
        }
    }
}
