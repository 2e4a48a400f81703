// utxocache:{flush,uncache}. (utxocache:add and :spent fire for every coin of every block and are left alone.)

#pragma once

SEC("usdt")
int BPF_USDT(utxocache_flush, __s64 duration, __u32 mode, __u64 coins, __u64 memory, bool for_prune) {
    RESERVE(trace_utxocache_flush, record, TRACE_UTXOCACHE_FLUSH);
    record->duration_us = duration;
    record->coins = coins;
    record->memory_bytes = memory;
    record->mode = mode;
    record->for_prune = for_prune;
    return submit(TRACE_UTXOCACHE_FLUSH, record);
}

SEC("usdt")
int BPF_USDT(utxocache_uncache, void *txid, __u32 output_index, __u32 height, __s64 value, bool is_coinbase) {
    RESERVE(trace_utxocache_uncache, record, TRACE_UTXOCACHE_UNCACHE);
    record->value_sat = value;
    record->output_index = output_index;
    record->height = height;
    record->is_coinbase = is_coinbase;
    record->reserved = 0;
    if (unreadable_hash(record->txid, txid)) return discard(TRACE_UTXOCACHE_UNCACHE, record, FAULT);
    return submit(TRACE_UTXOCACHE_UNCACHE, record);
}
