import Foundation
import PeerObserver
import TestSupport
import Testing

extension Integration.P2P {
    /// The p2p-extractor with Bitcoin Core itself at the other end.
    @Suite(.enabled(if: Bitcoind.path != nil, "BITCOIND_EXE names no bitcoind"))
    struct RealNode {
        @Test func everythingThatANodeTellsArrives() throws {
            let (server, directory) = (try NATSServer(), try TemporaryDirectory())
            let subscriber = try EventSubscriber.on(server)
            let extractor = try P2PProcess(nats: server.address, ["--ping-interval", "1"])
            let node = try P2PRealNode(in: directory, dialling: extractor.ports)
            try eventually("a handshake") { try subscriber.handshakes().count == 1 }
            let handshake = try #require(try subscriber.handshakes().first)
            let network = try #require(try node.call("getnetworkinfo") as? [String: Any])
            #expect(handshake.version.userAgent == network["subversion"] as? String)
            #expect(Int(handshake.version.version) == network["protocolversion"] as? Int)
            #expect(String(handshake.version.services, radix: 16) == (network["localservices"] as? String).map(trimmed))
            #expect(handshake.version.relay && handshake.version.startHeight == 0)

            // The first block is told of by its hash, those that follow as headers or as compact blocks.
            try node.call("createwallet", "\"w\"")
            let address = try #require(try node.call("getnewaddress") as? String)
            var mined = try node.mine(1, to: address)
            try eventually("the first block") { try subscriber.announcements().count == 1 }
            try eventually("our request is answered") { try node.received("getheaders") == 1 }
            for _ in 0..<3 {
                mined += try node.mine(1, to: address)
                try eventually("the block") { try subscriber.announcements().count == mined.count }
            }
            #expect(try subscriber.announcements().map(\.via) == [.inv, .cmpctblock, .cmpctblock, .cmpctblock])
            mined += try node.mine(100, to: address)
            try eventually("all blocks") {
                Set(try subscriber.announcements().map(\.hash.description)) == Set(mined)
            }
            // A reorganisation tells of several at once.
            try node.call("invalidateblock", "\"\(mined[102])\"")
            let other = try #require(try node.call("getnewaddress") as? String)
            mined += try node.mine(4, to: other)
            try eventually("the other branch") {
                Set(try subscriber.announcements().map(\.hash.description)) == Set(mined)
            }

            let ids = try (0..<5).map { _ in
                try #require(try node.call("sendtoaddress", "\"\(other)\"", "0.1") as? String)
            }
            let witnessIDs = try ids.map { id in
                try #require((try node.call("getmempoolentry", "\"\(id)\"") as? [String: Any])?["wtxid"] as? String)
            }
            try eventually("the transactions") {
                let items = try subscriber.p2p().flatMap { event -> [InventoryItem] in
                    if case .inventoryAnnouncement(let inventory) = event.event { inventory.inventory } else { [] }
                }
                let offered = items.compactMap { item -> String? in
                    if case .wtx(let hash) = item.item { hash.description } else { nil }
                }
                return Set(offered).isSuperset(of: witnessIDs)
            }
            try eventually("pings") { try subscriber.p2p().count { $0.arm == "ping" } >= 3 }
            #expect(try subscriber.p2p().contains { $0.arm == "feefilter" })

            let peer = try #require(try node.peer(on: extractor.ports[0]))
            #expect(
                peer["connection_type"] as? String == "manual" && peer["transport_protocol_type"] as? String == "v1")
            #expect(peer["bip152_hb_from"] as? Bool == true && peer["relaytxes"] as? Bool == true)
            let sent = try #require(peer["bytesrecv_per_msg"] as? [String: Int])
            #expect(
                Set(sent.keys).isSubset(of: [
                    "version", "verack", "sendaddrv2", "wtxidrelay", "sendcmpct", "sendheaders", "getheaders", "ping",
                    "pong",
                ]), "\(sent)")

            node.stop()
            try eventually("its end") { try subscriber.disconnects().count { $0.handshake } == 1 }
            #expect(try subscriber.disconnects().map(\.reason) == ["not_v1", "node_closed"])
            let account = try extractor.stop()
            try subscriber.barrier()
            account.expectIdentity(received: subscriber.count)
            #expect(account.lost == 0)
        }

        /// Relayed addresses come from other peers of the node.
        @Test func addressesThatANodeRelaysArrive() throws {
            let (server, directory) = (try NATSServer(), try TemporaryDirectory())
            let subscriber = try EventSubscriber.on(server)
            let extractor = try P2PProcess(nats: server.address)
            let node = try P2PRealNode(in: directory, dialling: extractor.ports, ["-whitelist=addr@127.0.0.1"])
            try eventually("a handshake") { try subscriber.handshakes().count == 1 }
            let gossip = try LoopbackSocket.connect(port: node.port)
            defer { close(gossip) }
            LoopbackSocket.send(Gossip.messages(), to: gossip)
            let now = Int(Date().timeIntervalSince1970)
            var seconds = 0
            try eventually("the addresses") {
                // The node waits for 30 s on average before it passes them on.
                seconds += 60
                try node.call("setmocktime", "\(now + seconds)")
                return try subscriber.p2p().contains { event in
                    guard case .addressAnnouncement(let addresses) = event.event else { return false }
                    return addresses.addresses.contains {
                        $0.host == .ipv4("203.0.113.7") || $0.host == .ipv4("8.8.8.8")
                    }
                }
            }
            node.stop()
            _ = try extractor.stop()
        }

        @Test func customSignetIsKnownByItsMagic() throws {
            let (server, directory) = (try NATSServer(), try TemporaryDirectory())
            let subscriber = try EventSubscriber.on(server)
            let node = try P2PRealNode(in: directory, chain: ["-signet", "-signetchallenge=51"])
            let line = try node.process.line(containing: "Signet derived magic (message start): ")
            let magic = try #require(line.split(separator: " ").last)
            let extractor = try P2PProcess(nats: server.address, network: "signet:\(magic)")
            let other = try P2PProcess(nats: server.address, network: "signet")
            for port in other.ports + extractor.ports {
                try node.call("addnode", "\"127.0.0.1:\(port)\"", "\"onetry\"", "false")
            }
            try eventually("a handshake") { try subscriber.handshakes().count == 1 }
            // To the public signet, its magic is that of no network it knows.
            try eventually("a refusal") { try other.value("disconnects_total{reason=\"not_v1\"}") == 1 }
            node.stop()
            for extractor in [extractor, other] { _ = try extractor.stop() }
        }

        /// Core dials with BIP324 first; how long it takes until it has shaken hands as v1.
        @Test func refusedBIP324IsRepeatedAsV1AtOnce() throws {
            let (server, directory) = (try NATSServer(), try TemporaryDirectory())
            let subscriber = try EventSubscriber.on(server)
            let extractor = try P2PProcess(nats: server.address)
            let node = try P2PRealNode(in: directory, dialling: extractor.ports)
            try eventually("a handshake") { try subscriber.handshakes().count == 1 }
            try node.process.line(containing: "retrying with v1 transport protocol")
            let events = try subscriber.events().filter { ["disconnect", "handshake"].contains($0.p2p?.arm) }
            guard case .disconnect(let refused) = events[0].p2p?.event, let first = events[0].sourceTimeNs,
                let second = events[1].sourceTimeNs
            else {
                return #expect(Bool(false), "\(events)")
            }
            #expect(events.count == 2 && refused.reason == "not_v1")
            let nanoseconds = second - first + refused.duration
            print("from the first connection to the v1 handshake: \(nanoseconds / 1_000_000) ms")
            // Core itself waits half a second before it looks for connections to repeat; where it misses that, a minute.
            #expect(nanoseconds < 5_000_000_000)
            node.stop()
            _ = try extractor.stop()
        }

        /// 24 hours of the node's time: a block every ten minutes, and transactions between them.
        @Test func nodeKeepsItForADay() throws {
            let (server, directory) = (try NATSServer(), try TemporaryDirectory())
            let subscriber = try EventSubscriber.on(server)
            let extractor = try P2PProcess(nats: server.address, ["--ping-interval", "1"])
            let node = try P2PRealNode(in: directory, dialling: extractor.ports)
            let port = extractor.ports[0]
            try eventually("a handshake") { try subscriber.handshakes().count == 1 }
            try node.call("createwallet", "\"w\"")
            let address = try #require(try node.call("getnewaddress") as? String)
            try node.mine(101, to: address)
            let start = Int(Date().timeIntervalSince1970)
            var time = start
            func pass(_ seconds: Int) throws {
                time += seconds
                try node.call("setmocktime", "\(time)")
            }
            var mined: Set<String> = []
            for step in 0..<144 {
                try pass(300)
                let before = subscriber.count
                let id = try #require(try node.call("sendtoaddress", "\"\(address)\"", "0.01") as? String)
                let entry = try #require(try node.call("getmempoolentry", "\"\(id)\"") as? [String: Any])
                try pass(300)
                try eventually("transaction \(step) is offered") {
                    try subscriber.received[before...].contains { received in
                        guard
                            case .inventoryAnnouncement(let inventory) = try Event(decoding: received.payload).p2p?
                                .event
                        else { return false }
                        return inventory.inventory.contains {
                            if case .wtx(let hash) = $0.item {
                                hash.description == entry["wtxid"] as? String
                            } else {
                                false
                            }
                        }
                    }
                }
                mined.formUnion(try node.mine(1, to: address))
                // What the node does now and then, such as looking for stale tips and peers to evict.
                if step % 6 == 5 { try node.call("mockscheduler", "3600") }
            }
            #expect(time - start == 24 * 3600)
            try eventually("all blocks") {
                Set(try subscriber.announcements().map(\.hash.description)).isSuperset(of: mined)
            }
            let peer = try #require(try node.peer(on: port))
            #expect(peer["transport_protocol_type"] as? String == "v1")
            #expect(peer["lastrecv"] as? Int ?? 0 >= time - 120)
            #expect(try subscriber.handshakes().count == 1)
            #expect(try subscriber.disconnects().filter(\.handshake).isEmpty)
            // Of the node's side: only the attempt at BIP324 has ended.
            #expect(node.process.output.count { $0.contains("disconnecting peer") } == 1)
            let blocks = try subscriber.announcements().filter { mined.contains($0.hash.description) }
            #expect(blocks.allSatisfy { $0.via == .cmpctblock } && blocks.count == 144)
            print("24 h of node time: \(blocks.count) blocks and transactions, 0 disconnects")
            node.stop()
            let account = try extractor.stop()
            #expect(account.lost == 0)
        }

        /// A peer that claims to serve blocks may be chosen as the only source of headers.
        @Test func newNodeIsNotHeldUp() throws {
            let server = try NATSServer()
            let directories = try (0..<2).map { _ in try TemporaryDirectory() }
            let subscriber = try EventSubscriber.on(server)
            let extractor = try P2PProcess(nats: server.address)
            let old = try P2PRealNode(in: directories[0])
            try old.mine(300)
            let new = try P2PRealNode(in: directories[1], dialling: extractor.ports)
            try eventually("a handshake") { try subscriber.handshakes().count == 1 }
            try new.call("addnode", "\"127.0.0.1:\(old.port)\"", "\"onetry\"")
            try eventually("all blocks") { try new.height == 300 }
            #expect(try subscriber.disconnects().filter(\.handshake).isEmpty)
            for node in [old, new] { node.stop() }
            _ = try extractor.stop()
        }

        @Test func killedNodeAndKilledExtractorFindEachOtherAgain() throws {
            let (server, directory) = (try NATSServer(), try TemporaryDirectory())
            let subscriber = try EventSubscriber.on(server)
            let extractor = try P2PProcess(nats: server.address, names: ["alice"])
            for round in 0..<2 {
                let node = try P2PRealNode(in: directory, dialling: extractor.ports)
                try eventually("a handshake") { try subscriber.handshakes().count == round + 1 }
                node.process.stop()
                try eventually("its end") { try subscriber.disconnects().count { $0.handshake } == round + 1 }
            }
            #expect(try subscriber.handshakes().map(\.reconnects) == [0, 1])
            // The node looks for its peer every minute.
            let node = try P2PRealNode(in: directory, dialling: extractor.ports)
            try eventually("a handshake") { try subscriber.handshakes().count == 3 }
            extractor.process.stop()
            let again = try ChildProcess(
                Products.path("p2p-extractor"),
                [
                    "-a", server.address, "--network", "regtest", "--p2p-address",
                    "alice@127.0.0.1:\(extractor.ports[0])",
                ])
            try eventually("a handshake", within: .seconds(90)) { try subscriber.handshakes().count == 4 }
            node.stop()
            again.stop()
        }

        private func trimmed(_ hex: String) -> String { String(hex.drop { $0 == "0" }) }
    }
}

extension P2PRealNode {
    /// Messages of a type that its log tells.
    fileprivate func received(_ type: String) throws -> Int {
        process.output.count { $0.contains("received: \(type) (") }
    }
}

/// What a peer sends that relays addresses.
private enum Gossip {
    static func messages() -> [UInt8] {
        var writer = ByteWriter()
        let nobody = Address(timestamp: 0, host: .ipv6("::"), port: 0, services: 0)
        let version = Version(
            version: 70016, services: 1033, timestamp: Int64(Date().timeIntervalSince1970), receiver: nobody,
            sender: nobody, nonce: 1, userAgent: "/gossip/", startHeight: 0, relay: true)
        let now = UInt32(Date().timeIntervalSince1970)
        let addresses = AddrV2(addresses: [
            Address(timestamp: now, host: .ipv4("8.8.8.8"), port: 8333, services: 1033)
        ])
        send("version", version, into: &writer)
        Frame.encode("sendaddrv2", network: .regtest, into: &writer)
        Frame.encode("verack", network: .regtest, into: &writer)
        send("addrv2", addresses, into: &writer)
        return writer.array
    }

    private static func send(_ command: String, _ content: some PayloadEncodable, into writer: inout ByteWriter) {
        var payload = ByteWriter()
        content.encodePayload(into: &payload)
        Frame.encode(command, payload: payload.array, network: .regtest, into: &writer)
    }
}
