import CLibbpf
import CTraceEvents
import CTracepoints
import Testing

@testable import EBPFExtractor

extension KernelTests {
    /// Every argument of every tracepoint arrives in the field it belongs to, signs and widths included.
    @Suite struct Fields {
        private func record<T>(_ kind: trace_kind, _ type: T.Type, fire: () -> Bool) throws -> T {
            let tracing = try Tracing([TraceKind(kind)])
            #expect(fire())
            let records = tracing.records()
            try #require(records.count == 1)
            #expect(records[0].header.kind == kind.rawValue)
            #expect(records[0].header.payload_length == 0)
            #expect(records[0].bytes.count == TraceKind(kind).recordSize)
            #expect(records[0].bytes.count == MemoryLayout<T>.size)
            return records[0].load(type)
        }

        private let first = pattern(32, seed: 7)
        private let second = pattern(32, seed: 8)
        private let onion = String(repeating: "a", count: 56) + ".onion:65535"

        @Test func openedConnections() throws {
            for (kind, fire) in [
                (TRACE_NET_INBOUND_CONNECTION, tracepoint_net_inbound_connection),
                (TRACE_NET_OUTBOUND_CONNECTION, tracepoint_net_outbound_connection),
            ] {
                let opened = try record(kind, trace_net_connection_opened.self) {
                    fire(-7, onion, "block-relay-only", 3, 1 << 40)
                }
                #expect(opened.connection.peer_id == -7)
                #expect(text(opened.connection.address) == onion)
                #expect(text(opened.connection.connection_type) == "block-relay-only")
                #expect(opened.connection.network == 3)
                #expect(opened.existing_connections == 1 << 40)
            }
        }

        @Test func closedConnections() throws {
            for (kind, fire) in [
                (TRACE_NET_CLOSED_CONNECTION, tracepoint_net_closed_connection),
                (TRACE_NET_EVICTED_INBOUND_CONNECTION, tracepoint_net_evicted_inbound_connection),
            ] {
                let closed = try record(kind, trace_net_connection_closed.self) {
                    fire(1 << 40, onion, "inbound", 5, 1_790_000_000)
                }
                #expect(closed.connection.peer_id == 1 << 40)
                #expect(text(closed.connection.address) == onion)
                #expect(text(closed.connection.connection_type) == "inbound")
                #expect(closed.connection.network == 5)
                #expect(closed.established_s == 1_790_000_000)
            }
        }

        @Test func misbehavingConnection() throws {
            let misbehaving = try record(TRACE_NET_MISBEHAVING_CONNECTION, trace_net_misbehaving.self) {
                tracepoint_net_misbehaving_connection(12, "getdata message size = 50001")
            }
            #expect(misbehaving.peer_id == 12)
            #expect(text(misbehaving.reason) == "getdata message size = 50001")
        }

        @Test func mempoolAdded() throws {
            let added = try record(TRACE_MEMPOOL_ADDED, trace_mempool_added.self) {
                tracepoint_mempool_added(first, 141, -5)
            }
            #expect(bytes(added.txid) == first)
            #expect(added.vsize == 141)
            #expect(added.fee_sat == -5)
        }

        @Test func mempoolRemoved() throws {
            let removed = try record(TRACE_MEMPOOL_REMOVED, trace_mempool_removed.self) {
                tracepoint_mempool_removed(first, "sizelimit", 99_999, 2_100_000_000_000_000, 1_790_000_001)
            }
            #expect(bytes(removed.txid) == first)
            #expect(text(removed.reason) == "sizelimit")
            #expect(removed.vsize == 99_999)
            #expect(removed.fee_sat == 2_100_000_000_000_000)
            #expect(removed.entry_time_s == 1_790_000_001)
        }

        @Test func mempoolReplaced() throws {
            for byTransaction in [true, false] {
                let replaced = try record(TRACE_MEMPOOL_REPLACED, trace_mempool_replaced.self) {
                    tracepoint_mempool_replaced(first, 1, 2, 3, second, -4, -5, byTransaction)
                }
                #expect(bytes(replaced.replaced_txid) == first)
                #expect(replaced.replaced_vsize == 1)
                #expect(replaced.replaced_fee_sat == 2)
                #expect(replaced.replaced_entry_time_s == 3)
                #expect(bytes(replaced.replacement_id) == second)
                #expect(replaced.replacement_vsize == -4)
                #expect(replaced.replacement_fee_sat == -5)
                #expect(replaced.replaced_by_transaction == (byTransaction ? 1 : 0))
            }
        }

        @Test func mempoolRejected() throws {
            let reason =
                "mandatory-script-verify-flag-failed (Signature must be zero for failed CHECK(MULTI)SIG operation)"
            let rejected = try record(TRACE_MEMPOOL_REJECTED, trace_mempool_rejected.self) {
                tracepoint_mempool_rejected(first, reason)
            }
            #expect(bytes(rejected.txid) == first)
            #expect(text(rejected.reason) == reason)
        }

        @Test func blockConnected() throws {
            let connected = try record(TRACE_VALIDATION_BLOCK_CONNECTED, trace_validation_block_connected.self) {
                tracepoint_validation_block_connected(first, 900_000, 5_000, 9_000, 80_000, 123_456_789)
            }
            #expect(bytes(connected.hash) == first)
            #expect(connected.height == 900_000)
            #expect(connected.transactions == 5_000)
            #expect(connected.inputs == 9_000)
            #expect(connected.sigops_cost == 80_000)
            #expect(connected.duration == 123_456_789)
        }

        @Test func addrmanAttemptAdd() throws {
            let added = try record(TRACE_ADDRMAN_ATTEMPT_ADD, trace_addrman_attempt_add.self) {
                tracepoint_addrman_attempt_add(true, 1023, 63, onion, 4_200_000_000, "10.0.0.1", 13335)
            }
            #expect(added.inserted == 1)
            #expect(added.bucket == 1023)
            #expect(added.bucket_position == 63)
            #expect(text(added.address) == onion)
            #expect(added.address_as == 4_200_000_000)
            #expect(text(added.source) == "10.0.0.1")
            #expect(added.source_as == 13335)
        }

        @Test func addrmanMoveToGood() throws {
            let moved = try record(TRACE_ADDRMAN_MOVE_TO_GOOD, trace_addrman_move_to_good.self) {
                tracepoint_addrman_move_to_good(255, 7, "10.0.0.2:8333", 64512, onion, 0)
            }
            #expect(moved.bucket == 255)
            #expect(moved.bucket_position == 7)
            #expect(text(moved.address) == "10.0.0.2:8333")
            #expect(moved.address_as == 64512)
            #expect(text(moved.source) == onion)
            #expect(moved.source_as == 0)
        }

        @Test func utxocacheFlush() throws {
            let flush = try record(TRACE_UTXOCACHE_FLUSH, trace_utxocache_flush.self) {
                tracepoint_utxocache_flush(1_234_567, 2, 3_000_000, 450 << 20, true)
            }
            #expect(flush.duration_us == 1_234_567)
            #expect(flush.mode == 2)
            #expect(flush.coins == 3_000_000)
            #expect(flush.memory_bytes == 450 << 20)
            #expect(flush.for_prune == 1)
        }

        @Test func utxocacheUncache() throws {
            let uncache = try record(TRACE_UTXOCACHE_UNCACHE, trace_utxocache_uncache.self) {
                tracepoint_utxocache_uncache(first, 4_000_000_000, 840_000, 546, false)
            }
            #expect(bytes(uncache.txid) == first)
            #expect(uncache.output_index == 4_000_000_000)
            #expect(uncache.height == 840_000)
            #expect(uncache.value_sat == 546)
            #expect(uncache.is_coinbase == 0)
        }

        @Test func unreadableArgumentOfAnyKindIsCountedAsFault() throws {
            let tracing = try Tracing(Set(TraceKind.allCases))
            let bad = UnsafeRawPointer(bitPattern: 16)
            let badText = UnsafePointer<CChar>(bitPattern: 16)
            _ = tracepoint_net_inbound_connection(1, badText, "inbound", 1, 1)
            _ = tracepoint_net_outbound_connection(1, "a", badText, 1, 1)
            _ = tracepoint_net_closed_connection(1, badText, "inbound", 1, 1)
            _ = tracepoint_net_evicted_inbound_connection(1, "a", badText, 1, 1)
            _ = tracepoint_net_misbehaving_connection(1, badText)
            _ = tracepoint_mempool_added(bad, 1, 1)
            _ = tracepoint_mempool_removed(first, badText, 1, 1, 1)
            _ = tracepoint_mempool_replaced(first, 1, 1, 1, bad, 1, 1, true)
            _ = tracepoint_mempool_rejected(bad, "x")
            _ = tracepoint_validation_block_connected(bad, 1, 1, 1, 1, 1)
            _ = tracepoint_addrman_attempt_add(true, 1, 1, "a", 1, badText, 1)
            _ = tracepoint_addrman_move_to_good(1, 1, badText, 1, "a", 1)
            _ = tracepoint_utxocache_uncache(bad, 1, 1, 1, true)
            #expect(tracing.records().isEmpty)
            let counters = try tracing.programs.counters()
            let faulty = Set(counters.filter { $0.value.outcomes.fault == 1 && $0.value.hits == 1 }.keys)
            let others: Set = [
                TraceKind(TRACE_NET_INBOUND_MESSAGE), TraceKind(TRACE_NET_OUTBOUND_MESSAGE),
                TraceKind(TRACE_UTXOCACHE_FLUSH),
            ]
            #expect(faulty == Set(TraceKind.allCases).subtracting(others))
        }
    }
}
