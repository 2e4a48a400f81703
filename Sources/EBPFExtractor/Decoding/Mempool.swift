import CTraceEvents
import PeerObserver

extension TracepointTable {
    /// `mempool:added`
    static func mempoolAdded(_ record: TraceRecord) -> MempoolEvent {
        let fields = record.fields(trace_mempool_added.self)
        let txid = record.hash256(MemoryLayout<trace_mempool_added>.offset(of: \.txid))
        return MempoolEvent(event: .added(MempoolAdded(txid: txid, vsize: fields.vsize, fee: fields.fee_sat)))
    }

    /// `mempool:removed`
    static func mempoolRemoved(_ record: TraceRecord) -> MempoolEvent {
        let fields = record.fields(trace_mempool_removed.self)
        return MempoolEvent(
            event: .removed(
                MempoolRemoved(
                    txid: record.hash256(MemoryLayout<trace_mempool_removed>.offset(of: \.txid)),
                    reason: record.text(
                        MemoryLayout<trace_mempool_removed>.offset(of: \.reason), TRACE_REMOVAL_REASON_SIZE),
                    vsize: fields.vsize, fee: fields.fee_sat, entryTime: fields.entry_time_s)))
    }

    /// `mempool:replaced`
    static func mempoolReplaced(_ record: TraceRecord) -> MempoolEvent {
        let fields = record.fields(trace_mempool_replaced.self)
        return MempoolEvent(
            event: .replaced(
                MempoolReplaced(
                    replacedTxid: record.hash256(MemoryLayout<trace_mempool_replaced>.offset(of: \.replaced_txid)),
                    replacedVsize: fields.replaced_vsize, replacedFee: fields.replaced_fee_sat,
                    replacedEntryTime: fields.replaced_entry_time_s,
                    replacementID: record.hash256(MemoryLayout<trace_mempool_replaced>.offset(of: \.replacement_id)),
                    replacementVsize: fields.replacement_vsize, replacementFee: fields.replacement_fee_sat,
                    replacedByTransaction: fields.replaced_by_transaction != 0)))
    }

    /// `mempool:rejected`
    static func mempoolRejected(_ record: TraceRecord) -> MempoolEvent {
        MempoolEvent(
            event: .rejected(
                MempoolRejected(
                    txid: record.hash256(MemoryLayout<trace_mempool_rejected>.offset(of: \.txid)),
                    reason: record.text(
                        MemoryLayout<trace_mempool_rejected>.offset(of: \.reason), TRACE_REJECTION_REASON_SIZE))))
    }
}
