import Foundation
import Glibc
import PeerObserver
import TestSupport
import Testing

extension Integration {
    @Suite(.serialized, .timeLimit(.minutes(3)))
    struct P2P {}
}

extension Integration.P2P {
    /// The p2p-extractor with demo-node at the other end.
    @Suite struct DemoNode {
        @Test func eventsOfEveryKindArriveOnTheirSubjects() throws {
            let server = try NATSServer()
            let subscriber = try EventSubscriber.on(server)
            let extractor = try P2PProcess(nats: server.address, ["--ping-interval", "1"])
            let node = try P2PDemoNode.start(dialling: extractor.ports[0])
            try eventually("every kind of event", describe: "\((try? subscriber.p2p().map(\.arm)) ?? [])") {
                Set(try subscriber.p2p().map(\.arm)) == P2PEvent.everyArm
            }
            node.signal(SIGTERM)
            #expect(node.wait() == 0)
            try eventually("the node's end") { try subscriber.disconnects().count == 2 }
            let account = try extractor.stop()
            try subscriber.barrier()
            account.expectIdentity(received: subscriber.count)
            #expect(account.lost == 0)
            for received in subscriber.received {
                let event = try #require(try Event(decoding: received.payload).p2p?.event)
                #expect(received.subject == event.subject.name)
            }
            // The attempt at BIP324, then the connection.
            let ends = try subscriber.disconnects()
            #expect(ends.map(\.reason) == ["not_v1", "node_closed"] && ends.map(\.handshake) == [false, true])
            let handshake = try #require(try subscriber.handshakes().first)
            #expect(handshake.version.userAgent == "/Satoshi:29.0.0(demo-node)/" && handshake.reconnects == 0)
            #expect(handshake.version.startHeight > 900_000 && handshake.duration > 0)
            #expect(try subscriber.p2p().allSatisfy { $0.address?.hasPrefix("127.0.0.1:") == true })
            #expect(Set(try subscriber.p2p().map(\.connection)) == [1, 2])
            for event in try subscriber.events() {
                #expect(event.node == nil && event.streamID != nil && event.sequence != nil)
                #expect(event.timestamp == (event.sourceTimeNs ?? 0) / 1_000_000)
            }
            let pings = try subscriber.p2p().compactMap { event -> UInt64? in
                if case .pingDuration(let ping) = event.event { ping.duration } else { nil }
            }
            #expect(pings.allSatisfy { $0 > 10_000 && $0 < 1_000_000_000 }, "\(pings)")
        }

        @Test(.enabled(if: isExecutable("/usr/bin/protoc"), "needs the Debian package protobuf-compiler"))
        func protocReadsAndWritesTheSameBytes() throws {
            let (server, directory) = (try NATSServer(), try TemporaryDirectory())
            let subscriber = try EventSubscriber.on(server)
            let extractor = try P2PProcess(nats: server.address, names: ["alice"], ["--ping-interval", "1"])
            let node = try P2PDemoNode.start(dialling: extractor.ports[0])
            try eventually("every kind of event") { Set(try subscriber.p2p().map(\.arm)) == P2PEvent.everyArm }
            node.stop()
            _ = try extractor.stop()
            let proto = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
                .deletingLastPathComponent().appending(path: "proto").path
            let (file, protoc) = ("\(directory.path)/event", "protoc -I\(proto)")
            for (arm, received) in Dictionary(
                try zip(subscriber.p2p().map(\.arm), subscriber.received), uniquingKeysWith: { $1 })
            {
                try Data(received.payload).write(to: URL(filePath: file))
                let shell = try ChildProcess(
                    "/bin/sh",
                    [
                        "-ec",
                        """
                        \(protoc) --decode=event.Event \(proto)/event.proto < \(file) > \(file).txt
                        \(protoc) --encode=event.Event \(proto)/event.proto < \(file).txt > \(file).again
                        """,
                    ])
                #expect(shell.wait() == 0, "\(arm): \(shell.output)")
                #expect(try Data(contentsOf: URL(filePath: "\(file).again")) == Data(received.payload), "\(arm)")
                let text = try String(contentsOf: URL(filePath: "\(file).txt"), encoding: .utf8)
                let event = try Event(decoding: received.payload)
                for line in [
                    "node: \"alice\"", "timestamp: \(event.timestamp)", "connection: \(event.p2p?.connection ?? 0)",
                    "address: \"\(event.p2p?.address ?? "")\"", "stream_id: \(event.streamID ?? 0)",
                ] { #expect(text.contains(line), "\(arm): no \(line) in \(text.prefix(500))") }
                // What protoc does not know, it shows by its number.
                #expect(!text.contains("\n1000: ") && !text.contains("  1000 {"), "\(arm)")
            }
        }

        /// Each block is told of once, in the order of the chain.
        @Test func blocksAreToldOfInOrder() throws {
            let server = try NATSServer()
            let subscriber = try EventSubscriber.on(server, subjects: ["p2p-extractor.block"])
            let extractor = try P2PProcess(nats: server.address)
            let node = try P2PDemoNode.start(dialling: extractor.ports[0], ["--p2p-block-every", "0.1"])
            try subscriber.wait(for: 30)
            node.stop()
            _ = try extractor.stop()
            let blocks = try subscriber.announcements()
            #expect(Set(blocks.map(\.hash)).count == blocks.count)
            #expect(blocks.first?.via == .inv && blocks.dropFirst().allSatisfy { $0.via != .inv })
            for (previous, block) in zip(blocks, blocks.dropFirst()) {
                #expect(block.header?.prevBlockhash == previous.hash && block.header?.hash == block.hash)
            }
            #expect(blocks.allSatisfy { ($0.via == .cmpctblock) == ($0.transactions == 2501) })
        }

        @Test(arguments: [
            ("--disable-ping", ["ping"]), ("--disable-addrv2", ["addresses"]), ("--disable-invs", ["inventory"]),
            ("--disable-feefilter", ["feefilter"]),
            ("--disable-blocks", ["block by inv", "block by headers", "block by cmpctblock"]),
        ])
        func whatIsSwitchedOffIsNotPublished(flag: String, missing: [String]) throws {
            let server = try NATSServer()
            let subscriber = try EventSubscriber.on(server)
            let extractor = try P2PProcess(nats: server.address, ["--ping-interval", "1", flag])
            let node = try P2PDemoNode.start(dialling: extractor.ports[0])
            let expected = P2PEvent.everyArm.subtracting(missing)
            try eventually("the others", describe: "\((try? subscriber.p2p().map(\.arm)) ?? [])") {
                Set(try subscriber.p2p().map(\.arm)).isSuperset(of: expected)
            }
            // Long enough for what is left out to come as well.
            let count = subscriber.count
            try eventually("more") { subscriber.count >= count + 30 || flag == "--disable-invs" }
            _ = try extractor.stop()
            try subscriber.barrier()
            #expect(Set(try subscriber.p2p().map(\.arm)) == expected)
            if flag == "--disable-ping" {
                node.signal(SIGTERM)
                let line = try node.line(containing: "demo-node: p2p")
                let received = try #require(line.split(separator: "p2p_received").last)
                #expect(received.contains("\"pong\"") && !received.contains("\"ping\""), "\(line)")
            }
        }

        @Test func severalNodesAreToldApart() throws {
            let server = try NATSServer()
            let subscriber = try EventSubscriber.on(server)
            let extractor = try P2PProcess(
                nats: server.address, names: ["alice", "bob", nil], ["--node", "home", "--ping-interval", "1"])
            let nodes = try extractor.ports.enumerated().flatMap { index, port in
                // Two behind the last address.
                try (0..<(index == 2 ? 2 : 1)).map { _ in try P2PDemoNode.start(dialling: port) }
            }
            try eventually("four handshakes") { try subscriber.handshakes().count == 4 }
            try eventually("pings of each") {
                Set(try subscriber.p2p().filter { $0.arm == "ping" }.compactMap(\.connection)).count == 4
            }
            #expect(try extractor.value("connections{state=\"established\"}") == 4)
            for node in nodes { node.stop() }
            let account = try extractor.stop(SIGINT)
            try subscriber.barrier()
            account.expectIdentity(received: subscriber.count)
            var connections: [String: Set<UInt64>] = [:]
            for received in subscriber.received {
                let event = try Event(decoding: received.payload)
                let name = try #require(event.node)
                #expect(received.subject.hasPrefix("node.\(name).p2p-extractor"))
                if event.p2p?.arm == "ping" {
                    connections[name, default: []].insert(try #require(event.p2p?.connection))
                }
            }
            #expect(connections.mapValues(\.count) == ["alice": 1, "bob": 1, "home": 2])
            // Numbers of a stream and subject have no gaps.
            for (_, events) in Dictionary(grouping: try zip(subscriber.received, subscriber.events()), by: \.0.subject)
            {
                #expect(events.compactMap(\.1.sequence) == Array(1...UInt64(events.count)))
            }
        }

        @Test func killedNodeIsTakenBack() throws {
            let server = try NATSServer()
            let subscriber = try EventSubscriber.on(server)
            let extractor = try P2PProcess(nats: server.address, names: ["alice"])
            for round in 0..<3 {
                let node = try P2PDemoNode.start(dialling: extractor.ports[0])
                try eventually("a handshake") { try subscriber.handshakes().count == round + 1 }
                node.stop()
                try eventually("its end") { try subscriber.disconnects().count { $0.handshake } == round + 1 }
            }
            #expect(try subscriber.handshakes().map(\.reconnects) == [0, 1, 2])
            #expect(try extractor.value("reconnects_total") == 2 && extractor.value("handshakes_total") == 3)
            #expect(try extractor.value("disconnects_total{reason=\"node_closed\"}") == 3)
            _ = try extractor.stop()
        }

        @Test func nodeThatDialsBeforeTheExtractorIsThereComesLater() throws {
            let server = try NATSServer()
            let port = try freePort()
            let node = try P2PDemoNode.start(dialling: port)
            let subscriber = try EventSubscriber.on(server)
            let process = try ChildProcess(
                Products.path("p2p-extractor"),
                ["-a", server.address, "--p2p-address", "127.0.0.1:\(port)", "--p2p-network", "regtest"])
            try eventually("a handshake") { try subscriber.handshakes().count == 1 }
            process.signal(SIGTERM)
            #expect(process.wait() == 0)
            try subscriber.barrier()
            #expect(try subscriber.disconnects().last?.reason == "shutdown")
            node.stop()
        }
    }

    /// What ends the program, and what does not.
    @Suite struct Program {
        @Test func badValuesEndItWithWhatToDo() throws {
            for (arguments, text) in [
                (["--ping-interval", "0"], "--disable-ping"), (["--network", "main"], "--network"),
                (["--p2p-address", "nowhere"], "--p2p-address"),
            ] {
                let process = try ChildProcess(Products.path("p2p-extractor"), arguments)
                #expect(process.wait() == 64)
                try process.line(containing: text)
            }
        }

        @Test func addressInUseEndsIt() throws {
            let taken = try LoopbackSocket.listen()
            defer { close(taken.descriptor) }
            let process = try ChildProcess(
                Products.path("p2p-extractor"), ["-a", "127.0.0.1:1", "--p2p-address", "127.0.0.1:\(taken.port)"])
            try process.line(containing: "error: cannot listen for nodes on 127.0.0.1:\(taken.port)")
            #expect(process.wait() == 1)
        }
    }
}
