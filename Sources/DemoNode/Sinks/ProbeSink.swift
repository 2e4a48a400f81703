import CTracepoints
import PeerObserver

/// Hits the tracepoints of this process.
struct ProbeSink: Sink {
    /// Where lines of debug.log go.
    var log: DebugLogWriter?

    func say(_ line: String, at elapsed: Int64) { log?.say(line) }

    func unixNanoseconds(at elapsed: Int64) -> UInt64 { Clock.unixNanoseconds() }

    func fire(_ hit: Hit, at elapsed: Int64) -> Bool {
        switch hit {
        case .message(let exchange):
            return fire(exchange)
        case .opened(let peer, let existing):
            return withText(of: peer) { address, type in
                let fire =
                    peer.connectionType.isInbound
                    ? tracepoint_net_inbound_connection : tracepoint_net_outbound_connection
                return fire(peer.id, address, type, peer.network, UInt64(existing))
            }
        case .closed(let peer):
            return withText(of: peer) { address, type in
                tracepoint_net_closed_connection(peer.id, address, type, peer.network, peer.establishedSeconds)
            }
        case .evicted(let peer):
            return withText(of: peer) { address, type in
                tracepoint_net_evicted_inbound_connection(peer.id, address, type, peer.network, peer.establishedSeconds)
            }
        case .misbehaving(let peer, let reason):
            return reason.withCString { tracepoint_net_misbehaving_connection(peer.id, $0) }
        case .added(let entry):
            return entry.txid.withUnsafeBytes { tracepoint_mempool_added($0.baseAddress, entry.vsize, entry.feeSat) }
        case .removed(let entry, let reason):
            return entry.txid.withUnsafeBytes { txid in
                reason.withCString {
                    tracepoint_mempool_removed(txid.baseAddress, $0, entry.vsize, entry.feeSat, entry.entrySeconds)
                }
            }
        case .replaced(let old, let new):
            return old.txid.withUnsafeBytes { oldID in
                new.txid.withUnsafeBytes { newID in
                    tracepoint_mempool_replaced(
                        oldID.baseAddress, old.vsize, old.feeSat, old.entrySeconds, newID.baseAddress, new.vsize,
                        new.feeSat,
                        true)
                }
            }
        case .rejected(let txid, let reason):
            return txid.withUnsafeBytes { txid in
                reason.withCString { tracepoint_mempool_rejected(txid.baseAddress, $0) }
            }
        case .blockConnected(let block):
            return block.hash.withUnsafeBytes {
                tracepoint_validation_block_connected(
                    $0.baseAddress, block.height, UInt64(block.transactions), block.inputs, block.sigopsCost,
                    block.durationNanoseconds)
            }
        case .attemptAdd(let entry, let inserted):
            return entry.address.withCString { address in
                entry.source.withCString { source in
                    tracepoint_addrman_attempt_add(inserted, entry.bucket, entry.position, address, 0, source, 0)
                }
            }
        case .moveToGood(let entry):
            return entry.address.withCString { address in
                entry.source.withCString { source in
                    tracepoint_addrman_move_to_good(entry.bucket, entry.position, address, 0, source, 0)
                }
            }
        case .flush(let flush):
            return tracepoint_utxocache_flush(
                flush.durationMicroseconds, flush.mode, flush.coins, flush.memoryBytes, flush.forPrune)
        case .uncache(let coin):
            return coin.txid.withUnsafeBytes {
                tracepoint_utxocache_uncache(
                    $0.baseAddress, coin.outputIndex, coin.height, coin.valueSat, coin.isCoinbase)
            }
        }
    }

    private func fire(_ exchange: Exchange) -> Bool {
        let peer = exchange.peer
        return withText(of: peer) { address, connectionType in
            exchange.message.type.withCString { messageType in
                exchange.message.payload.withUnsafeBytes { payload in
                    let fire = exchange.inbound ? tracepoint_net_inbound_message : tracepoint_net_outbound_message
                    return fire(
                        peer.id, address, connectionType, messageType, UInt64(payload.count), payload.baseAddress)
                }
            }
        }
    }

    /// Zero-terminated address and connection type, without a copy.
    private func withText(
        of peer: Peer, _ body: (_ address: UnsafePointer<CChar>, _ connectionType: UnsafePointer<CChar>) -> Bool
    ) -> Bool {
        peer.address.withCString { address in
            peer.connectionType.rawValue.withCString { body(address, $0) }
        }
    }
}
