// validation:block_connected.

#pragma once

SEC("usdt")
int BPF_USDT(validation_block_connected, void *hash, __s32 height, __u64 transactions, __s32 inputs, __s64 sigops_cost,
             __u64 duration) {
    RESERVE(trace_validation_block_connected, record, TRACE_VALIDATION_BLOCK_CONNECTED);
    record->height = height;
    record->inputs = inputs;
    record->transactions = transactions;
    record->sigops_cost = sigops_cost;
    record->duration = duration;
    if (unreadable_hash(record->hash, hash)) return discard(TRACE_VALIDATION_BLOCK_CONNECTED, record, FAULT);
    return submit(TRACE_VALIDATION_BLOCK_CONNECTED, record);
}
