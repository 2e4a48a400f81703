import CTraceEvents
import PeerObserver

extension TracepointTable {
    /// `utxocache:flush`
    static func utxocacheFlush(_ record: TraceRecord) -> UTXOCacheEvent {
        let fields = record.fields(trace_utxocache_flush.self)
        return UTXOCacheEvent(
            event: .flush(
                UTXOCacheFlush(
                    duration: UInt64(bitPattern: fields.duration_us), mode: fields.mode, coinsCount: fields.coins,
                    coinsMemUsage: fields.memory_bytes, isFlushForPrune: fields.for_prune != 0)))
    }

    /// `utxocache:uncache`
    static func utxocacheUncache(_ record: TraceRecord) -> UTXOCacheEvent {
        let fields = record.fields(trace_utxocache_uncache.self)
        return UTXOCacheEvent(
            event: .uncache(
                UTXOCacheUncache(
                    txid: record.hash256(MemoryLayout<trace_utxocache_uncache>.offset(of: \.txid)),
                    vout: fields.output_index, height: fields.height, value: fields.value_sat,
                    isCoinbase: fields.is_coinbase != 0)))
    }
}
