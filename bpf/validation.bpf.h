// validation:block_connected.

#pragma once

RECORD_PROGRAM(validation_block_connected, TRACE_VALIDATION_BLOCK_CONNECTED, trace_validation_block_connected) {
    record->height = argument(arguments, 1);
    record->transactions = argument(arguments, 2);
    record->inputs = argument(arguments, 3);
    record->sigops_cost = argument(arguments, 4);
    record->duration = argument(arguments, 5);
    return unreadable_hash(record->hash, bytes_argument(arguments, 0));
}
