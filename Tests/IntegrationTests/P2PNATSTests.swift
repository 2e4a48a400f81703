import Glibc
import PeerObserver
import TestSupport
import Testing

extension Integration.P2P {
    /// The server is away, killed or stopped; nodes stay connected, and the account agrees with an independent subscriber.
    @Suite struct NATSFailures {
        @Test func serverThatComesLaterGetsWhatWasKept() throws {
            let server = try NATSServer()
            server.kill()
            let extractor = try P2PProcess(nats: server.address)
            let node = try P2PDemoNode.start(dialling: extractor.ports[0])
            try eventually("events wait") { try extractor.metrics().inFlight > 50 }
            let subscriber = EventSubscriber()
            try server.restart()
            try subscriber.connect(to: server)
            try subscriber.wait(for: 60)
            node.stop()
            try eventually("the node's end") { try extractor.value("connections{state=\"established\"}") == 0 }
            let metrics = try extractor.settled()
            let account = try extractor.stop()
            try subscriber.barrier()
            #expect(account.lost == 0 && metrics.lost == 0)
            // What the server took before the subscriber was there has gone past it.
            #expect(account.seen == account.confirmed && UInt64(subscriber.count) <= account.confirmed)
            #expect(try subscriber.disconnects().last?.reason == "node_closed")
        }

        @Test func killedServerCostsNoNodeItsConnection() throws {
            let server = try NATSServer()
            let proxy = try TCPProxy(to: server.port)
            defer { proxy.stop() }
            let subscriber = try EventSubscriber.on(server)
            let extractor = try P2PProcess(nats: proxy.address, ["--ping-interval", "1"])
            let node = try P2PDemoNode.start(dialling: extractor.ports[0], ["--p2p-rate", "200"])
            try subscriber.wait(for: 200)
            proxy.refuse()
            server.kill()
            subscriber.waitForEnd()
            try extractor.process.line(containing: "lost the connection")
            try server.restart()
            try subscriber.connect(to: server)
            proxy.resume()
            let count = subscriber.count
            try subscriber.wait(for: count + 300)
            #expect(try extractor.value("connections{state=\"established\"}") == 1)
            #expect(try extractor.value("handshakes_total") == 1)
            node.stop()
            try eventually("the node's end") { try extractor.value("connections{state=\"established\"}") == 0 }
            _ = try extractor.settled()
            let account = try extractor.stop()
            try subscriber.barrier()
            account.expectIdentity(received: subscriber.count)
            #expect(account.lost == 0)
        }

        @Test func stoppedServerIsWaitedFor() throws {
            let server = try NATSServer()
            let subscriber = try EventSubscriber.on(server)
            let extractor = try P2PProcess(nats: server.address)
            let node = try P2PDemoNode.start(dialling: extractor.ports[0], ["--p2p-rate", "200"])
            try subscriber.wait(for: 100)
            server.pause()
            try eventually("events wait") { try extractor.metrics().inFlight > 300 }
            server.resume()
            _ = try subscriber.wait(for: 700)
            node.stop()
            _ = try extractor.settled()
            let account = try extractor.stop()
            try subscriber.barrier()
            account.expectIdentity(received: subscriber.count)
            #expect(account.confirmed == account.seen)
        }
    }
}
