// utxocache:{flush,uncache}. (utxocache:add and :spent fire for every coin of every block and are left alone.)

#pragma once

RECORD_PROGRAM(utxocache_flush, TRACE_UTXOCACHE_FLUSH, trace_utxocache_flush) {
    record->duration_us = argument(arguments, 0);
    record->mode = argument(arguments, 1);
    record->coins = argument(arguments, 2);
    record->memory_bytes = argument(arguments, 3);
    record->for_prune = argument(arguments, 4) != 0;
    return false;
}

RECORD_PROGRAM(utxocache_uncache, TRACE_UTXOCACHE_UNCACHE, trace_utxocache_uncache) {
    record->output_index = argument(arguments, 1);
    record->height = argument(arguments, 2);
    record->value_sat = argument(arguments, 3);
    record->is_coinbase = argument(arguments, 4) != 0;
    record->reserved = 0;
    return unreadable_hash(record->txid, bytes_argument(arguments, 0));
}
