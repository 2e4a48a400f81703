// addrman:{attempt_add,move_to_good}: only in nodes built with the patch under patches/.

#pragma once

SEC("usdt")
int BPF_USDT(addrman_attempt_add, bool inserted, __s32 bucket, __s32 bucket_position, void *address, __u32 address_as,
             void *source, __u32 source_as) {
    RESERVE(trace_addrman_attempt_add, record, TRACE_ADDRMAN_ATTEMPT_ADD);
    record->bucket = bucket;
    record->bucket_position = bucket_position;
    record->inserted = inserted;
    record->address_as = address_as;
    record->source_as = source_as;
    record->reserved = 0;
    if (unreadable_text(record->address, address) || unreadable_text(record->source, source))
        return discard(TRACE_ADDRMAN_ATTEMPT_ADD, record, FAULT);
    return submit(TRACE_ADDRMAN_ATTEMPT_ADD, record);
}

SEC("usdt")
int BPF_USDT(addrman_move_to_good, __s32 bucket, __s32 bucket_position, void *address, __u32 address_as, void *source,
             __u32 source_as) {
    RESERVE(trace_addrman_move_to_good, record, TRACE_ADDRMAN_MOVE_TO_GOOD);
    record->bucket = bucket;
    record->bucket_position = bucket_position;
    record->address_as = address_as;
    record->source_as = source_as;
    if (unreadable_text(record->address, address) || unreadable_text(record->source, source))
        return discard(TRACE_ADDRMAN_MOVE_TO_GOOD, record, FAULT);
    return submit(TRACE_ADDRMAN_MOVE_TO_GOOD, record);
}
