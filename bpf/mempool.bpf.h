// mempool:{added,removed,replaced,rejected}. A connected block removes thousands of transactions within milliseconds.

#pragma once

RECORD_PROGRAM(mempool_added, TRACE_MEMPOOL_ADDED, trace_mempool_added) {
    record->vsize = argument(arguments, 1);
    record->fee_sat = argument(arguments, 2);
    record->reserved = 0;
    return unreadable_hash(record->txid, bytes_argument(arguments, 0));
}

RECORD_PROGRAM(mempool_removed, TRACE_MEMPOOL_REMOVED, trace_mempool_removed) {
    record->vsize = argument(arguments, 2);
    record->fee_sat = argument(arguments, 3);
    record->entry_time_s = argument(arguments, 4);
    record->reserved = 0;
    return unreadable_hash(record->txid, bytes_argument(arguments, 0))
        || unreadable_text(record->reason, text_argument(arguments, 1));
}

RECORD_PROGRAM(mempool_replaced, TRACE_MEMPOOL_REPLACED, trace_mempool_replaced) {
    record->replaced_vsize = argument(arguments, 1);
    record->replaced_fee_sat = argument(arguments, 2);
    record->replaced_entry_time_s = argument(arguments, 3);
    record->replacement_vsize = argument(arguments, 5);
    record->replacement_fee_sat = argument(arguments, 6);
    record->replaced_by_transaction = argument(arguments, 7) != 0;
    record->reserved = 0;
    return unreadable_hash(record->replaced_txid, bytes_argument(arguments, 0))
        || unreadable_hash(record->replacement_id, bytes_argument(arguments, 4));
}

RECORD_PROGRAM(mempool_rejected, TRACE_MEMPOOL_REJECTED, trace_mempool_rejected) {
    return unreadable_hash(record->txid, bytes_argument(arguments, 0))
        || unreadable_text(record->reason, text_argument(arguments, 1));
}
