import PeerObserver
import Testing

@testable import LoggerTool

/// The lines of the project's published sample, to the letter.
@Suite struct PublishedSampleTests {
    private func line(_ event: Event) throws -> String { try Printed.text([("netmsg", event)]) }

    @Test func messages() throws {
        let inbound = ConnType.inbound
        #expect(
            try line(
                .message(.wtxidrelay(true), command: "wtxidrelay", peer: 11_937_171, inbound: false, connType: inbound))
                == " --> to id=11937171 (conn_type=1): wtxidrelay\n")
        #expect(
            try line(.message(.pong(Pong(value: 16_368_378_148_765_531_861)), command: "pong", peer: 7))
                == " <-- from id=7 (conn_type=1): Pong(16368378148765531861)\n")
        #expect(
            try line(.message(.sendcompact(SendCompact(sendCompact: false, version: 2)), command: "sendcmpct", peer: 7))
                == " <-- from id=7 (conn_type=1): SendCompact(send_compact=false, version=2)\n")
        let (first, second) = (String(repeating: "0f", count: 32), "f" + String(repeating: "0", count: 63))
        let items = try [first, second].map { InventoryItem(item: .wtx(try #require(Hash256(displayHex: $0)))) }
        #expect(
            try line(.message(.inv(Inv(items: items)), command: "inv", peer: 10_237_648))
                == " <-- from id=10237648 (conn_type=1): Inv([WTx(\(first)), WTx(\(second))])\n")
    }

    @Test func addresses() throws {
        let addresses = [
            Address(timestamp: 1_750_941_674, host: .ipv4("192.0.2.1"), port: 8333, services: 3077),
            Address(timestamp: 1_750_941_675, host: .ipv6("2001:db8::1"), port: 8333, services: 1033),
        ]
        #expect(
            try line(.message(.addrv2(AddrV2(addresses: addresses)), command: "addrv2", peer: 3))
                == " <-- from id=3 (conn_type=1): AddrV2([Address(timestamp=1750941674, address=IPv4(192.0.2.1), port=8333, "
                + "services=3077), Address(timestamp=1750941675, address=IPv6(2001:db8::1), port=8333, services=1033)])\n"
        )
    }

    @Test func version() throws {
        let address = Address(timestamp: 0, host: .ipv4("192.0.2.1"), port: 8333, services: 0)
        let version = Version(
            version: 70016, services: 3081, timestamp: 1_750_942_328, receiver: address, sender: address, nonce: 0,
            userAgent: "/bitcoinj:0.14.5/Bitcoin Wallet:5.40/", startHeight: 902_650, relay: true)
        let shown = "Address(timestamp=0, address=IPv4(192.0.2.1), port=8333, services=0)"
        #expect(
            try line(.message(.version(version), command: "version", peer: 11_937_171))
                == " <-- from id=11937171 (conn_type=1): Version(version=70016, services=3081, timestamp=1750942328, "
                + "receiver=\(shown), sender=\(shown), nonce=0, user_agent=/bitcoinj:0.14.5/Bitcoin Wallet:5.40/, "
                + "start_height=902650, relay=true)\n")
    }

    @Test func connections() throws {
        func connection(network: UInt32) -> Connection {
            Connection(
                peerID: 11_937_171, addr: "[2001:db8::1]:53872", connType: .inbound, network: network,
                connectionType: "inbound")
        }
        let evicted = EvictedInboundConnection(conn: connection(network: 2), timeEstablished: 1_750_942_328)
        #expect(
            try line(.ebpf(.connection(ConnectionEvent(event: .inboundEvicted(evicted)))))
                == " # CONN EvictedInboundConnection(conn=Connection(id=11937171, addr=[2001:db8::1]:53872, conn_type=1, network=2), "
                + "time_established=1750942328)\n")
        let opened = InboundConnection(conn: connection(network: 1), existingConnections: 115)
        #expect(
            try line(.ebpf(.connection(ConnectionEvent(event: .inbound(opened)))))
                == " # CONN InboundConnection(conn=Connection(id=11937171, addr=[2001:db8::1]:53872, conn_type=1, network=1), "
                + "existing_connections=115)\n")
    }

    @Test func kindsHaveTheirTags() throws {
        let events: [(String, Event)] = [
            (" # MEMPOOL ", .ebpf(.mempool(MempoolEvent(event: .added(MempoolAdded()))))),
            (" # BLOCK ", .ebpf(.validation(ValidationEvent(event: .blockConnected(BlockConnected()))))),
            (" # ADDRMAN ", .ebpf(.addrman(AddrmanEvent(event: .new(InsertNew()))))),
            (" # UTXOCACHE ", .ebpf(.utxocache(UTXOCacheEvent(event: .flush(UTXOCacheFlush()))))),
            (" # PROCESS ", .ebpf(.process(ProcessSample()))),
            (" # RPC ", Event(payload: .rpcExtractor(RPCEvent(event: .uptime(1))), timestamp: 0)),
            (" # P2P ", Event(payload: .p2pExtractor(P2PEvent(event: .feefilterAnnouncement(1))), timestamp: 0)),
            (
                " # CONNECTIVITY ",
                Event(
                    payload: .connectivityCheck(ConnectivityEvent(event: .result(ConnectivityResult()))), timestamp: 0)
            ),
            (" # ALERT ", Event(payload: .alerts(AlertsEvent(event: .alert(AlertNotice()))), timestamp: 0)),
            (" # LOG ", Event(payload: .logExtractor(LogEvent()), timestamp: 0)),
        ]
        for (tag, event) in events { #expect(try line(event).hasPrefix(tag)) }
    }
}
