// mempool:{added,removed,replaced,rejected}. A connected block removes thousands of transactions within milliseconds.

#pragma once

SEC("usdt")
int BPF_USDT(mempool_added, void *txid, __s32 vsize, __s64 fee) {
    RESERVE(trace_mempool_added, record, TRACE_MEMPOOL_ADDED);
    record->fee_sat = fee;
    record->vsize = vsize;
    record->reserved = 0;
    if (unreadable_hash(record->txid, txid)) return discard(TRACE_MEMPOOL_ADDED, record, FAULT);
    return submit(TRACE_MEMPOOL_ADDED, record);
}

SEC("usdt")
int BPF_USDT(mempool_removed, void *txid, void *reason, __s32 vsize, __s64 fee, __u64 entry_time) {
    RESERVE(trace_mempool_removed, record, TRACE_MEMPOOL_REMOVED);
    record->fee_sat = fee;
    record->entry_time_s = entry_time;
    record->vsize = vsize;
    record->reserved = 0;
    if (unreadable_hash(record->txid, txid) || unreadable_text(record->reason, reason))
        return discard(TRACE_MEMPOOL_REMOVED, record, FAULT);
    return submit(TRACE_MEMPOOL_REMOVED, record);
}

SEC("usdt")
int BPF_USDT(mempool_replaced, void *replaced_txid, __s32 replaced_vsize, __s64 replaced_fee, __u64 replaced_entry_time,
             void *replacement_id, __s32 replacement_vsize, __s64 replacement_fee, bool by_transaction) {
    RESERVE(trace_mempool_replaced, record, TRACE_MEMPOOL_REPLACED);
    record->replaced_fee_sat = replaced_fee;
    record->replaced_entry_time_s = replaced_entry_time;
    record->replacement_fee_sat = replacement_fee;
    record->replaced_vsize = replaced_vsize;
    record->replacement_vsize = replacement_vsize;
    record->replaced_by_transaction = by_transaction;
    record->reserved = 0;
    if (unreadable_hash(record->replaced_txid, replaced_txid) || unreadable_hash(record->replacement_id, replacement_id))
        return discard(TRACE_MEMPOOL_REPLACED, record, FAULT);
    return submit(TRACE_MEMPOOL_REPLACED, record);
}

SEC("usdt")
int BPF_USDT(mempool_rejected, void *txid, void *reason) {
    RESERVE(trace_mempool_rejected, record, TRACE_MEMPOOL_REJECTED);
    if (unreadable_hash(record->txid, txid) || unreadable_text(record->reason, reason))
        return discard(TRACE_MEMPOOL_REJECTED, record, FAULT);
    return submit(TRACE_MEMPOOL_REJECTED, record);
}
