import CTraceEvents
import PeerObserver
import Testing

@testable import EBPFExtractor

/// Every field of every kind of record reaches the field of the event that it belongs to.
@Suite struct DecodingTests {
    private typealias Records = SampleRecords
    private let first = SampleRecords.hash(1)
    private let second = SampleRecords.hash(100)
    private var hash: Hash256 { Hash256(first) ?? .zero }

    @Test(arguments: [true, false]) func messages(inbound: Bool) {
        let record = Records.message("ping", [1, 0, 0, 0, 0, 0, 0, 0x80], inbound: inbound, peer: .max, type: "feeler")
        let meta = MessageMetadata(
            peerID: UInt64(Int64.max), addr: "203.0.113.7:8333", connType: .feeler, command: "ping", inbound: inbound,
            size: 8,
            connectionType: "feeler")
        #expect(Records.decode(record) == .message(MessageEvent(meta: meta, message: .ping(Ping(value: 1 << 63 | 1)))))
    }

    @Test func messageOfUnknownTypeKeepsItsBytes() throws {
        guard case .message(let event) = Records.decode(Records.message("xyz", [1, 2])) else {
            return #expect(Bool(false))
        }
        #expect(event.message == .unknown(UnknownMessage(command: "xyz", payload: [1, 2])))
    }

    @Test func messageThatDoesNotDecodeIsMalformed() throws {
        guard case .message(let event) = Records.decode(Records.message("ping", [1, 2, 3])),
            case .malformed(let malformed) = event.message
        else { return #expect(Bool(false)) }
        #expect(malformed.payload == [1, 2, 3] && !malformed.reason.isEmpty)
        #expect(event.meta.command == "ping")
    }

    @Test func connectionTypesKeepTheNodesWord() {
        let words: [(String, ConnType)] = [
            ("inbound", .inbound), ("outbound-full-relay", .outboundFullRelay), ("block-relay-only", .blockRelayOnly),
            ("feeler", .feeler), ("manual", .unknown), ("addr-fetch", .unknown), ("private-broadcast", .unknown),
            ("", .unknown),
        ]
        for (word, type) in words {
            guard case .message(let event) = Records.decode(Records.message("verack", type: word)) else {
                Issue.record("\(word)")
                continue
            }
            #expect(event.meta.connType == type && event.meta.connectionType == word)
        }
    }

    @Test func openedConnections() {
        let connection = Connection(
            peerID: UInt64(bitPattern: -7), addr: "[2001:db8::1]:8333", connType: .outboundFullRelay, network: 6,
            connectionType: "outbound-full-relay")
        func record(_ kind: trace_kind) -> [UInt8] {
            Records.record(kind, trace_net_connection_opened.self) {
                Records.connection(&$0.connection)
                $0.existing_connections = 1 << 40
            }
        }
        #expect(
            Records.decode(record(TRACE_NET_INBOUND_CONNECTION))
                == .connection(
                    ConnectionEvent(event: .inbound(InboundConnection(conn: connection, existingConnections: 1 << 40))))
        )
        #expect(
            Records.decode(record(TRACE_NET_OUTBOUND_CONNECTION))
                == .connection(
                    ConnectionEvent(
                        event: .outbound(OutboundConnection(conn: connection, existingConnections: 1 << 40)))))
    }

    @Test func closedConnections() {
        let connection = Connection(
            peerID: 9, addr: "[2001:db8::1]:8333", connType: .inbound, network: 2, connectionType: "inbound")
        func record(_ kind: trace_kind) -> [UInt8] {
            Records.record(kind, trace_net_connection_closed.self) {
                Records.connection(&$0.connection, peer: 9, type: "inbound", network: 2)
                $0.established_s = 1_790_000_000
            }
        }
        #expect(
            Records.decode(record(TRACE_NET_CLOSED_CONNECTION))
                == .connection(
                    ConnectionEvent(event: .closed(ClosedConnection(conn: connection, timeEstablished: 1_790_000_000))))
        )
        #expect(
            Records.decode(record(TRACE_NET_EVICTED_INBOUND_CONNECTION))
                == .connection(
                    ConnectionEvent(
                        event: .inboundEvicted(
                            EvictedInboundConnection(conn: connection, timeEstablished: 1_790_000_000)))))
    }

    @Test func misbehavingConnection() {
        let record = Records.record(TRACE_NET_MISBEHAVING_CONNECTION, trace_net_misbehaving.self) {
            $0.peer_id = 12
            Records.set(&$0.reason, "getdata message size = 50001")
        }
        let event = MisbehavingConnection(id: 12, message: "getdata message size = 50001")
        #expect(Records.decode(record) == .connection(ConnectionEvent(event: .misbehaving(event))))
    }

    @Test func mempoolAdded() {
        let record = Records.record(TRACE_MEMPOOL_ADDED, trace_mempool_added.self) {
            Records.set(&$0.txid, first)
            ($0.vsize, $0.fee_sat) = (141, -5)
        }
        #expect(
            Records.decode(record)
                == .mempool(MempoolEvent(event: .added(MempoolAdded(txid: hash, vsize: 141, fee: -5)))))
    }

    @Test func mempoolRemoved() {
        let record = Records.record(TRACE_MEMPOOL_REMOVED, trace_mempool_removed.self) {
            Records.set(&$0.txid, first)
            Records.set(&$0.reason, "sizelimit")
            ($0.vsize, $0.fee_sat, $0.entry_time_s) = (99_999, 2_100_000_000_000_000, 1_790_000_001)
        }
        let event = MempoolRemoved(
            txid: hash, reason: "sizelimit", vsize: 99_999, fee: 2_100_000_000_000_000, entryTime: 1_790_000_001)
        #expect(Records.decode(record) == .mempool(MempoolEvent(event: .removed(event))))
    }

    @Test(arguments: [true, false]) func mempoolReplaced(byTransaction: Bool) throws {
        let record = Records.record(TRACE_MEMPOOL_REPLACED, trace_mempool_replaced.self) {
            Records.set(&$0.replaced_txid, first)
            Records.set(&$0.replacement_id, second)
            ($0.replaced_vsize, $0.replaced_fee_sat, $0.replaced_entry_time_s) = (1, 2, 3)
            ($0.replacement_vsize, $0.replacement_fee_sat, $0.replaced_by_transaction) = (4, 5, byTransaction ? 1 : 0)
        }
        let event = MempoolReplaced(
            replacedTxid: hash, replacedVsize: 1, replacedFee: 2, replacedEntryTime: 3,
            replacementID: try #require(Hash256(second)), replacementVsize: 4, replacementFee: 5,
            replacedByTransaction: byTransaction)
        #expect(Records.decode(record) == .mempool(MempoolEvent(event: .replaced(event))))
    }

    @Test func mempoolRejected() {
        let record = Records.record(TRACE_MEMPOOL_REJECTED, trace_mempool_rejected.self) {
            Records.set(&$0.txid, first)
            Records.set(&$0.reason, "min relay fee not met")
        }
        let event = MempoolRejected(txid: hash, reason: "min relay fee not met")
        #expect(Records.decode(record) == .mempool(MempoolEvent(event: .rejected(event))))
    }

    @Test func blockConnected() {
        let record = Records.record(TRACE_VALIDATION_BLOCK_CONNECTED, trace_validation_block_connected.self) {
            Records.set(&$0.hash, first)
            ($0.height, $0.transactions, $0.inputs, $0.sigops_cost, $0.duration) = (
                900_000, 5_000, 9_000, 80_000, 123_456_789
            )
        }
        let event = BlockConnected(
            hash: hash, height: 900_000, transactions: 5_000, inputs: 9_000, sigops: 80_000, connectionTime: 123_456_789
        )
        #expect(Records.decode(record) == .validation(ValidationEvent(event: .blockConnected(event))))
    }

    @Test func addrman() {
        let added = Records.record(TRACE_ADDRMAN_ATTEMPT_ADD, trace_addrman_attempt_add.self) {
            ($0.inserted, $0.bucket, $0.bucket_position, $0.address_as, $0.source_as) = (1, 1023, 63, .max, 13335)
            Records.set(&$0.address, "10.0.0.1:8333")
            Records.set(&$0.source, "10.0.0.2:8333")
        }
        let new = InsertNew(
            inserted: true, bucket: 1023, bucketPos: 63, addr: "10.0.0.1:8333", addrAS: .max, source: "10.0.0.2:8333",
            sourceAS: 13335)
        #expect(Records.decode(added) == .addrman(AddrmanEvent(event: .new(new))))
        let moved = Records.record(TRACE_ADDRMAN_MOVE_TO_GOOD, trace_addrman_move_to_good.self) {
            ($0.bucket, $0.bucket_position, $0.address_as, $0.source_as) = (255, 7, 64512, 0)
            Records.set(&$0.address, "10.0.0.1:8333")
            Records.set(&$0.source, "10.0.0.2:8333")
        }
        let tried = InsertTried(
            bucket: 255, bucketPos: 7, addr: "10.0.0.1:8333", addrAS: 64512, source: "10.0.0.2:8333", sourceAS: 0)
        #expect(Records.decode(moved) == .addrman(AddrmanEvent(event: .tried(tried))))
    }

    @Test func utxocache() {
        let flushed = Records.record(TRACE_UTXOCACHE_FLUSH, trace_utxocache_flush.self) {
            ($0.duration_us, $0.coins, $0.memory_bytes, $0.mode, $0.for_prune) = (1_234_567, 3_000_000, 450 << 20, 2, 1)
        }
        let flush = UTXOCacheFlush(
            duration: 1_234_567, mode: 2, coinsCount: 3_000_000, coinsMemUsage: 450 << 20, isFlushForPrune: true)
        #expect(Records.decode(flushed) == .utxocache(UTXOCacheEvent(event: .flush(flush))))
        let uncached = Records.record(TRACE_UTXOCACHE_UNCACHE, trace_utxocache_uncache.self) {
            Records.set(&$0.txid, first)
            ($0.value_sat, $0.output_index, $0.height, $0.is_coinbase) = (546, .max, 840_000, 0)
        }
        let uncache = UTXOCacheUncache(txid: hash, vout: .max, height: 840_000, value: 546, isCoinbase: false)
        #expect(Records.decode(uncached) == .utxocache(UTXOCacheEvent(event: .uncache(uncache))))
    }

    @Test func everyKindHasADecoder() {
        for kind in TraceKind.allCases {
            let header = SampleRecords.header(trace_kind(kind.number), length: kind.recordSize)
            let record =
                withUnsafeBytes(of: header) { [UInt8]($0) } + [UInt8](repeating: 0, count: kind.recordSize - 24)
            #expect(Records.decode(record) != nil, "\(kind)")
        }
    }

    @Test func recordsShorterThanTheirKindAreNone() {
        for kind in TraceKind.allCases {
            let header = SampleRecords.header(trace_kind(kind.number), length: kind.recordSize)
            let record =
                withUnsafeBytes(of: header) { [UInt8]($0) } + [UInt8](repeating: 0, count: kind.recordSize - 24)
            for length in record.indices {
                #expect(Records.decode(Array(record[..<length])) == nil, "\(kind) \(length)")
            }
        }
        let message = Records.message("ping", [1, 2, 3, 4, 5, 6, 7, 8])
        for length in message.indices { #expect(Records.decode(Array(message[..<length])) == nil) }
        #expect(Records.decode(Records.record(TRACE_KIND_COUNT, trace_header.self) { _ in }) == nil)
        #expect(Records.decode([]) == nil)
    }

    @Test func textsWithoutEndOrEncodingDoNoHarm() {
        let record = Records.record(TRACE_NET_MISBEHAVING_CONNECTION, trace_net_misbehaving.self) {
            Records.set(&$0.reason, [UInt8](repeating: 0xFF, count: 128))
            $0.peer_id = 1
        }
        guard case .connection(let event) = Records.decode(record), case .misbehaving(let misbehaving) = event.event
        else {
            return #expect(Bool(false))
        }
        #expect(misbehaving.message == String(repeating: "\u{fffd}", count: 128))
    }
}
