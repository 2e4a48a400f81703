import Glibc
import PeerObserver
import TestSupport
import Testing

extension Integration {
    /// rpc-extractor goes on whatever becomes of the node and of the NATS server.
    @Suite(.serialized, .timeLimit(.minutes(2))) struct RPCFailures {
        private static let quick = ["--query-interval", "0.1", "--query-interval-less-frequent", "0.3"]

        private func uptimes(_ subscriber: EventSubscriber) throws -> Int {
            try subscriber.arms().count { $0 == "uptime" }
        }

        @Test func nodeThatIsAbsentKilledAndBackIsFollowed() throws {
            let (server, node) = (try NATSServer(configuration: "max_payload: 33554432\n"), try RPCNode(starts: false))
            let subscriber = try EventSubscriber.on(server)
            let daemon = try RPCDaemon(server, node, Self.quick)
            // No cookie yet: that is what there is to tell.
            try daemon.process.line(containing: "the node lets nobody in: cannot read the node's cookie")
            #expect(try daemon.metric("rpcextractor_node_reachable") == 0)
            try node.start()
            try daemon.process.line(containing: "the node answers")
            try eventually("events") { try uptimes(subscriber) > 2 }
            #expect(try daemon.metric("rpcextractor_node_reachable") == 1)
            node.kill()
            try daemon.process.line(containing: "the node cannot be reached")
            let before = try uptimes(subscriber)
            // The new one has another cookie.
            try node.start()
            try eventually("more events") { try uptimes(subscriber) > before + 2 }
            #expect(daemon.lines("the node answers") == 2)
            #expect(
                daemon.lines("lets nobody in") <= 2 && daemon.lines("cannot be reached") <= 2,
                "\(daemon.process.output)")
            let (account, _) = try daemon.stop()
            try subscriber.barrier()
            account.expectIdentity(received: subscriber.count)
            #expect(account.lost == 0)
        }

        @Test func nodeThatHangsTimesOutAndComesBack() throws {
            let (server, node) = (try NATSServer(), try RPCNode())
            let subscriber = try EventSubscriber.on(server)
            let daemon = try RPCDaemon(server, node, Self.quick + ["--rpc-timeout", "0.5"])
            try eventually("events") { try uptimes(subscriber) > 2 }
            node.pause()
            try daemon.process.line(containing: "uptime fails: no answer within 0.5 seconds")
            node.resume()
            try daemon.process.line(containing: "uptime works again")
            #expect(daemon.lines("uptime fails") == 1)
            _ = try daemon.stop()
        }

        @Test func serverThatIsAbsentKilledAndBackGetsEvents() throws {
            let server = try NATSServer(configuration: "max_payload: 33554432\n")
            let node = try RPCNode()
            server.kill()
            let daemon = try RPCDaemon(server, node, Self.quick)
            try daemon.process.line(containing: "is not reachable; trying again until it is")
            try eventually("events wait") { try daemon.metric("rpcextractor_events_in_flight") > 20 }
            try server.restart()
            let subscriber = try EventSubscriber.on(server)
            try eventually("events") { try uptimes(subscriber) > 5 }
            server.kill()
            subscriber.waitForEnd()
            try daemon.process.line(containing: "lost the connection")
            let before = try uptimes(subscriber)
            try server.restart()
            try subscriber.connect(to: server)
            try eventually("more events") { try uptimes(subscriber) > before + 5 }
            let (account, _) = try daemon.stop()
            try subscriber.barrier()
            #expect(account.seen == account.confirmed + account.lost + account.inDoubt)
            #expect(account.lost == 0)
        }

        /// What speaks no HTTP, or says nothing at all, is no node.
        @Test func strangeServerIsUnreachable() throws {
            let server = try NATSServer()
            // A NATS server greets and expects its own protocol.
            let strange = try NATSServer()
            let daemon = try RPCDaemon(
                nats: server.address, host: strange.address,
                ["--rpc-user", "u", "--rpc-password", "p", "--query-interval", "0.2", "--rpc-timeout", "1"])
            try eventually("errors") { try daemon.metric("rpcextractor_rpc_fetch_errors_total") > 30 }
            #expect(daemon.lines("cannot be reached") == 1, "\(daemon.process.output)")
            daemon.end()
            #expect(daemon.lines("seen=") == 0)
        }
    }
}
