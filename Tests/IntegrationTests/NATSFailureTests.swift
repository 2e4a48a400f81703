import Glibc
import PeerObserver
import TestSupport
import Testing

extension Integration.Tracing {
    /// The extractor goes on whatever becomes of the server, and its account agrees with an independent subscriber.
    @Suite struct NATSFailures {
        @Test func briefStopOfTheServerLosesNothing() throws {
            let server = try NATSServer(configuration: Load.patience)
            let (node, subscriber) = (try ProbeNode(), try EventSubscriber.on(server))
            let extractor = try Extractor.observing(node, nats: server)
            node.send("ping 0 8000 2000")
            try subscriber.wait(for: 1000)
            server.pause()
            _ = try extractor.metrics("events wait for the server") { $0.inFlight >= 3000 }
            server.resume()
            #expect(try node.answer() == ["8000"])
            let account = try settle(extractor, subscriber, seen: 8000)
            #expect(account.confirmed == 8000)
            #expect(try subscriber.pings() == Array(0..<8000))
        }

        /// Long enough to fill every buffer on the way, and to break the connection.
        @Test func longStopOfTheServerIsSurvived() throws {
            let server = try NATSServer(configuration: Load.patience)
            let (node, subscriber) = (try ProbeNode(), try EventSubscriber.on(server))
            let extractor = try Extractor.observing(node, nats: server)
            node.send("pattern 6000 20000 1000")
            try subscriber.wait(for: 500)
            server.pause()
            try extractor.process.line(containing: "lost the connection")
            server.resume()
            #expect(try node.answer() == ["6000"])
            let account = try settle(extractor, subscriber, seen: 6000)
            print("long stop: \(account)")
            PatternMessage.expectWhole(try subscriber.events(), limit: 20_000)
        }

        @Test func killedServerIsReconnectedTo() throws {
            let server = try NATSServer(configuration: Load.patience)
            let proxy = try TCPProxy(to: server.port)
            defer { proxy.stop() }
            let (node, subscriber) = (try ProbeNode(), try EventSubscriber.on(server))
            let extractor = try Extractor(nats: proxy.address, ["-b", node.path, "--bitcoind-pid", "\(node.pid)"])
            try extractor.process.line(containing: "connected to NATS")
            try extractor.process.line(containing: "attached to")
            node.send("ping 0 16000 4000")
            try subscriber.wait(for: 2000)
            // The subscriber comes back first: what the server takes while nobody listens is no loss of the extractor's.
            proxy.refuse()
            server.kill()
            subscriber.waitForEnd()
            try extractor.process.line(containing: "lost the connection")
            try server.restart()
            try subscriber.connect(to: server)
            proxy.resume()
            #expect(try node.answer() == ["16000"])
            let account = try settle(extractor, subscriber, seen: 16_000)
            print("killed server: \(account)")
            #expect(account.lost == 0 && account.confirmed > 8000)
            let pings = try subscriber.pings()
            #expect(Set(pings).count == pings.count)
        }

        @Test func serverThatComesLaterGetsWhatWasKept() throws {
            let server = try NATSServer(configuration: Load.patience)
            let proxy = try TCPProxy(to: server.port)
            defer { proxy.stop() }
            proxy.refuse()
            server.kill()
            let node = try ProbeNode()
            let extractor = try Extractor(nats: proxy.address, ["-b", node.path, "--bitcoind-pid", "\(node.pid)"])
            try extractor.process.line(containing: "is not reachable; trying again until it is")
            try extractor.process.line(containing: "attached to")
            #expect(try node.fire("ping 0 5000 0") == 5000)
            _ = try extractor.metrics("events wait for a server") { $0.inFlight == 5000 }
            try server.restart()
            let subscriber = try EventSubscriber.on(server)
            proxy.resume()
            try extractor.process.line(containing: "connected to NATS")
            try subscriber.wait(for: 5000)
            let account = try settle(extractor, subscriber, seen: 5000)
            #expect(account.confirmed == 5000)
            #expect(try subscriber.pings() == Array(0..<5000))
        }

        @Test func withoutAServerEverythingIsCountedAsLost() throws {
            let server = try NATSServer()
            server.kill()
            let node = try ProbeNode()
            let extractor = try Extractor(nats: server.address, ["-b", node.path, "--bitcoind-pid", "\(node.pid)"])
            try extractor.process.line(containing: "attached to")
            #expect(try node.fire("ping 0 100 0") == 100)
            _ = try extractor.metrics("events wait for a server") { $0.inFlight == 100 }
            let account = try extractor.stop()
            #expect(account.seen == 100 && account.lost == 100 && account.confirmed == 0 && account.inDoubt == 0)
        }

        @Test func payloadAboveTheServersLimitBreaksNothing() throws {
            let server = try NATSServer(configuration: "max_payload: 100000\n")
            let (node, subscriber) = (try ProbeNode(), try EventSubscriber.on(server))
            let extractor = try Extractor.observing(node, nats: server)
            for command in ["tx 120000", "other 120000", "tx 90000", "ping 1 1 0"] {
                #expect(try node.fire(command) == 1)
            }
            try subscriber.wait(for: 3)
            let metrics = try extractor.metrics("all is settled") { $0.seen == 4 && $0.isSettled }
            #expect(metrics.lost("oversized") == 1 && metrics.lost == 1)
            _ = try extractor.metrics("the reduced event is counted") { $0.reduced == 1 }
            let account = try extractor.stop()
            #expect(account.confirmed == 3 && account.lost == 1)
            #expect(!extractor.process.output.contains { $0.contains("lost the connection") })
            let raw = try subscriber.events().map { event -> Int? in
                guard case .message(let message) = event.ebpf, case .tx(let tx) = message.message else { return nil }
                return tx.tx.raw?.count ?? 0
            }
            #expect(raw == [0, 90_000, nil])
        }

        /// Waits until nothing is on its way, stops the extractor, and checks its account.
        private func settle(
            _ extractor: Extractor, _ subscriber: EventSubscriber, seen: UInt64,
            _ location: SourceLocation = #_sourceLocation
        ) throws -> Account {
            _ = try extractor.metrics("all \(seen) events are settled") {
                $0.hits == seen && $0.seen == seen && $0.isSettled
            }
            let account = try extractor.stop()
            #expect(account.seen == seen, sourceLocation: location)
            try subscriber.barrier()
            account.expectIdentity(received: subscriber.count, location)
            return account
        }
    }
}
