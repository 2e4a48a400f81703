import Glibc
import PeerObserver
import TestSupport
import Testing

extension Integration.Tracing {
    /// From the probe in another process to a subscriber of a real server.
    @Suite struct EveryTracepoint {
        private static let first = Hash256((0..<32).map { UInt8($0 + 1) }) ?? .zero
        private static let second = Hash256((0..<32).map { UInt8($0 + 100) }) ?? .zero
        private static let onion = String(repeating: "a", count: 56) + ".onion:65535"

        private static func meta(_ peer: UInt64, _ command: String, _ inbound: Bool, _ size: UInt64) -> MessageMetadata
        {
            MessageMetadata(
                peerID: peer, addr: "203.0.113.7:8333", connType: .inbound, command: command, inbound: inbound,
                size: size,
                connectionType: "inbound")
        }

        private static func connection(
            _ peer: UInt64, _ addr: String, _ type: ConnType, _ network: UInt32, _ word: String
        ) -> Connection {
            Connection(peerID: peer, addr: addr, connType: type, network: network, connectionType: word)
        }

        /// What ProbeFixture's `each` must become.
        static let expected: [(subject: String, event: EBPFEvent.Kind)] = [
            (
                "netmsg",
                .message(
                    MessageEvent(meta: meta(11, "ping", true, 8), message: .ping(Ping(value: 0x0807_0605_0403_0201))))
            ),
            (
                "netmsg",
                .message(
                    MessageEvent(
                        meta: meta(12, "xyz", false, 2),
                        message: .unknown(UnknownMessage(command: "xyz", payload: [9, 8]))))
            ),
            (
                "netconn",
                .connection(
                    ConnectionEvent(
                        event: .inbound(
                            InboundConnection(
                                conn: connection(UInt64(bitPattern: -7), onion, .blockRelayOnly, 3, "block-relay-only"),
                                existingConnections: 1 << 40))))
            ),
            (
                "netconn",
                .connection(
                    ConnectionEvent(
                        event: .outbound(
                            OutboundConnection(
                                conn: connection(13, "[2001:db8::1]:8333", .unknown, 2, "manual"),
                                existingConnections: 10))))
            ),
            (
                "netconn",
                .connection(
                    ConnectionEvent(
                        event: .closed(
                            ClosedConnection(
                                conn: connection(14, "203.0.113.7:8333", .feeler, 1, "feeler"),
                                timeEstablished: 1_790_000_000))))
            ),
            (
                "netconn",
                .connection(
                    ConnectionEvent(
                        event: .inboundEvicted(
                            EvictedInboundConnection(
                                conn: connection(15, onion, .inbound, 5, "inbound"), timeEstablished: 1_790_000_001))))
            ),
            (
                "netconn",
                .connection(
                    ConnectionEvent(
                        event: .misbehaving(MisbehavingConnection(id: 16, message: "getdata message size = 50001"))))
            ),
            ("mempool", .mempool(MempoolEvent(event: .added(MempoolAdded(txid: first, vsize: 141, fee: -5))))),
            (
                "mempool",
                .mempool(
                    MempoolEvent(
                        event: .removed(
                            MempoolRemoved(
                                txid: first, reason: "sizelimit", vsize: 99_999, fee: 2_100_000_000_000_000,
                                entryTime: 1_790_000_002))))
            ),
            (
                "mempool",
                .mempool(
                    MempoolEvent(
                        event: .replaced(
                            MempoolReplaced(
                                replacedTxid: first, replacedVsize: 1, replacedFee: 2, replacedEntryTime: 3,
                                replacementID: second, replacementVsize: 4, replacementFee: 5,
                                replacedByTransaction: true))))
            ),
            (
                "mempool",
                .mempool(MempoolEvent(event: .rejected(MempoolRejected(txid: first, reason: "min relay fee not met"))))
            ),
            (
                "validation",
                .validation(
                    ValidationEvent(
                        event: .blockConnected(
                            BlockConnected(
                                hash: first, height: 900_000, transactions: 5_000, inputs: 9_000, sigops: 80_000,
                                connectionTime: 123_456_789))))
            ),
            (
                "addrman.new",
                .addrman(
                    AddrmanEvent(
                        event: .new(
                            InsertNew(
                                inserted: true, bucket: 1023, bucketPos: 63, addr: onion, addrAS: 4_200_000_000,
                                source: "10.0.0.1", sourceAS: 13335))))
            ),
            (
                "addrman.tried",
                .addrman(
                    AddrmanEvent(
                        event: .tried(
                            InsertTried(
                                bucket: 255, bucketPos: 7, addr: "10.0.0.2:8333", addrAS: 64512, source: onion,
                                sourceAS: 0))))
            ),
            (
                "utxocache.flush",
                .utxocache(
                    UTXOCacheEvent(
                        event: .flush(
                            UTXOCacheFlush(
                                duration: 1_234_567, mode: 2, coinsCount: 3_000_000, coinsMemUsage: 450 << 20,
                                isFlushForPrune: true))))
            ),
            (
                "utxocache.uncache",
                .utxocache(
                    UTXOCacheEvent(
                        event: .uncache(
                            UTXOCacheUncache(
                                txid: first, vout: 4_000_000_000, height: 840_000, value: 546, isCoinbase: false))))
            ),
        ]

        @Test func arrivesAsItsEventWithAllFields() throws {
            let server = try NATSServer()
            let (node, subscriber) = (try ProbeNode(), try EventSubscriber.on(server))
            let extractor = try Extractor.observing(node, nats: server)
            let before = Self.unixTime()
            #expect(try node.fire("each") == 16)
            try subscriber.wait(for: 16)
            let after = Self.unixTime()
            let account = try extractor.stop()
            #expect(account.seen == 16 && account.confirmed == 16)
            let events = try subscriber.events()
            #expect(events.count == 16)
            for (event, (received, expected)) in zip(events, zip(subscriber.received, Self.expected)) {
                #expect(received.subject == expected.subject)
                #expect(event.ebpf == expected.event)
                // Probe and subscriber read the same clock; 1 ms for the distance between the kernel's two.
                let time = try #require(event.sourceTimeNs)
                #expect(before - 1_000_000 <= time && time <= after + 1_000_000)
                #expect(event.timestamp == time / 1_000_000)
                // One process is observed, so peers need no PID to tell them apart.
                #expect(event.pid == nil && event.node == nil)
            }
            #expect(Set(events.map(\.streamID)).count == 1)
            for subject in subscriber.subjects {
                let numbers = zip(subscriber.received, events).filter { $0.0.subject == subject }.map {
                    $0.1.sequence ?? 0
                }
                #expect(numbers == Array(1...UInt64(numbers.count)), "\(subject)")
            }
        }

        /// Programs that know upstream's contract listen on `*`, and must not meet what they have no arm for.
        @Test func onlyFlatSubjectsReachASubscriberOfOneToken() throws {
            let server = try NATSServer()
            let (node, flat) = (try ProbeNode(), try EventSubscriber.on(server, subjects: ["*"]))
            let all = try EventSubscriber.on(server)
            let extractor = try Extractor.observing(node, nats: server)
            try node.fire("each")
            try node.fire("malformed")
            try all.wait(for: 17)
            _ = try extractor.stop()
            try flat.barrier()
            #expect(flat.subjects == ["netmsg", "netconn", "mempool", "validation"])
            let ours: Set = [
                "netmsg.malformed", "addrman.new", "addrman.tried", "utxocache.flush", "utxocache.uncache",
            ]
            #expect(all.subjects.subtracting(flat.subjects) == ours)
            for event in try flat.events() {
                switch event.ebpf {
                case .message(let message):
                    if case .malformed = message.message { Issue.record("malformed on a flat subject") }
                case .connection, .mempool, .validation: break
                default: Issue.record("\(event)")
                }
            }
        }

        @Test func nodeNameIsInSubjectsAndEvents() throws {
            let server = try NATSServer()
            let (node, flat) = (try ProbeNode(), try EventSubscriber.on(server, subjects: ["*"]))
            let named = try EventSubscriber.on(server, subjects: ["node.alice.>"])
            let extractor = try Extractor.observing(node, nats: server, ["--node", "alice"])
            try node.fire("each")
            try named.wait(for: 16)
            _ = try extractor.stop()
            try flat.barrier()
            #expect(flat.count == 0)
            #expect(named.received.map(\.subject) == Self.expected.map { "node.alice.\($0.subject)" })
            #expect(try named.events().allSatisfy { $0.node == "alice" })
        }

        private static func unixTime() -> UInt64 {
            var time = timespec()
            clock_gettime(CLOCK_REALTIME, &time)
            return UInt64(time.tv_sec) * 1_000_000_000 + UInt64(time.tv_nsec)
        }
    }
}
