// addrman:{attempt_add,move_to_good}: only in nodes built with the patch under patches/.

#pragma once

RECORD_PROGRAM(addrman_attempt_add, TRACE_ADDRMAN_ATTEMPT_ADD, trace_addrman_attempt_add) {
    record->inserted = argument(arguments, 0) != 0;
    record->bucket = argument(arguments, 1);
    record->bucket_position = argument(arguments, 2);
    record->address_as = argument(arguments, 4);
    record->source_as = argument(arguments, 6);
    record->reserved = 0;
    return unreadable_text(record->address, text_argument(arguments, 3))
        || unreadable_text(record->source, text_argument(arguments, 5));
}

RECORD_PROGRAM(addrman_move_to_good, TRACE_ADDRMAN_MOVE_TO_GOOD, trace_addrman_move_to_good) {
    record->bucket = argument(arguments, 0);
    record->bucket_position = argument(arguments, 1);
    record->address_as = argument(arguments, 3);
    record->source_as = argument(arguments, 5);
    return unreadable_text(record->address, text_argument(arguments, 2))
        || unreadable_text(record->source, text_argument(arguments, 4));
}
