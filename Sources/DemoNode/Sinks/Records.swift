import CTraceEvents
import PeerObserver

/// The fields that hold bytes, which Swift sees as tuples.
enum Field {
    /// Writes the text with its terminating zero, cut to what the field holds; the rest stays as it was.
    static func fill<Tuple>(_ field: inout Tuple, _ text: String) {
        var text = text
        // At once, not byte by byte: a day of records has millions of these.
        text.withUTF8 { source in
            withUnsafeMutableBytes(of: &field) { target in
                let bytes = UnsafeRawBufferPointer(rebasing: UnsafeRawBufferPointer(source).prefix(target.count - 1))
                target.copyMemory(from: bytes)
                target[bytes.count] = 0
            }
        }
    }

    static func fill<Tuple>(_ field: inout Tuple, _ hash: Hash256) {
        withUnsafeMutableBytes(of: &field) { target in hash.withUnsafeBytes { target.copyBytes(from: $0) } }
    }
}

extension trace_net_connection {
    fileprivate init(_ header: trace_header, _ peer: Peer) {
        self.init()
        self.header = header
        peer_id = peer.id
        network = peer.network
        Field.fill(&address, peer.address)
        Field.fill(&connection_type, peer.connectionType.rawValue)
    }
}

extension trace_net_connection_opened {
    init(_ header: trace_header, _ peer: Peer, existing: Int) {
        self.init(connection: trace_net_connection(header, peer), existing_connections: UInt64(existing))
    }
}

extension trace_net_connection_closed {
    init(_ header: trace_header, _ peer: Peer) {
        self.init(connection: trace_net_connection(header, peer), established_s: peer.establishedSeconds)
    }
}

extension trace_net_misbehaving {
    init(_ header: trace_header, _ peer: Peer, reason: String) {
        self.init()
        self.header = header
        peer_id = peer.id
        Field.fill(&self.reason, reason)
    }
}

extension trace_mempool_added {
    init(_ header: trace_header, _ entry: MempoolEntry) {
        self.init()
        self.header = header
        fee_sat = entry.feeSat
        vsize = entry.vsize
        Field.fill(&txid, entry.txid)
    }
}

extension trace_mempool_removed {
    init(_ header: trace_header, _ entry: MempoolEntry, reason: String) {
        self.init()
        self.header = header
        fee_sat = entry.feeSat
        entry_time_s = entry.entrySeconds
        vsize = entry.vsize
        Field.fill(&txid, entry.txid)
        Field.fill(&self.reason, reason)
    }
}

extension trace_mempool_replaced {
    init(_ header: trace_header, _ old: MempoolEntry, by new: MempoolEntry) {
        self.init()
        self.header = header
        replaced_fee_sat = old.feeSat
        replaced_entry_time_s = old.entrySeconds
        replacement_fee_sat = new.feeSat
        replaced_vsize = old.vsize
        replacement_vsize = new.vsize
        replaced_by_transaction = 1
        Field.fill(&replaced_txid, old.txid)
        Field.fill(&replacement_id, new.txid)
    }
}

extension trace_mempool_rejected {
    init(_ header: trace_header, _ txid: Hash256, reason: String) {
        self.init()
        self.header = header
        Field.fill(&self.txid, txid)
        Field.fill(&self.reason, reason)
    }
}

extension trace_validation_block_connected {
    init(_ header: trace_header, _ block: ConnectedBlock) {
        self.init()
        self.header = header
        height = block.height
        inputs = block.inputs
        transactions = UInt64(block.transactions)
        sigops_cost = block.sigopsCost
        duration = UInt64(block.durationNanoseconds)
        Field.fill(&hash, block.hash)
    }
}

extension trace_addrman_attempt_add {
    init(_ header: trace_header, _ entry: AddrmanEntry, inserted: Bool) {
        self.init()
        self.header = header
        bucket = entry.bucket
        bucket_position = entry.position
        self.inserted = inserted ? 1 : 0
        Field.fill(&address, entry.address)
        Field.fill(&source, entry.source)
    }
}

extension trace_addrman_move_to_good {
    init(_ header: trace_header, _ entry: AddrmanEntry) {
        self.init()
        self.header = header
        bucket = entry.bucket
        bucket_position = entry.position
        Field.fill(&address, entry.address)
        Field.fill(&source, entry.source)
    }
}

extension trace_utxocache_flush {
    init(_ header: trace_header, _ flush: CacheFlush) {
        self.init(
            header: header, duration_us: flush.durationMicroseconds, coins: flush.coins,
            memory_bytes: flush.memoryBytes,
            mode: flush.mode, for_prune: flush.forPrune ? 1 : 0)
    }
}

extension trace_utxocache_uncache {
    init(_ header: trace_header, _ coin: UncachedCoin) {
        self.init()
        self.header = header
        value_sat = coin.valueSat
        output_index = coin.outputIndex
        height = coin.height
        is_coinbase = coin.isCoinbase ? 1 : 0
        Field.fill(&txid, coin.txid)
    }
}
