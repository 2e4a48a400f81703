#include "digits.h"

// The text in the low half, the first digit in the lowest byte, and how long it is in the high half.
#define ENTRY(value)                                                                                                   \
    ((value) < 10    ? DIGIT(value, 0) | COMMA(1)                                                                      \
     : (value) < 100 ? DIGIT((value) / 10, 0) | DIGIT((value) % 10, 1) | COMMA(2)                                      \
                     : DIGIT((value) / 100, 0) | DIGIT((value) / 10 % 10, 1) | DIGIT((value) % 10, 2) | COMMA(3))
#define DIGIT(digit, place) ((uint64_t)('0' + (digit)) << (8 * (place)))
#define COMMA(place) ((uint64_t)',' << (8 * (place)) | (uint64_t)((place) + 1) << 32)
#define ENTRIES_4(value) ENTRY(value), ENTRY((value) + 1), ENTRY((value) + 2), ENTRY((value) + 3)
#define ENTRIES_16(value) ENTRIES_4(value), ENTRIES_4((value) + 4), ENTRIES_4((value) + 8), ENTRIES_4((value) + 12)
#define ENTRIES_64(value) ENTRIES_16(value), ENTRIES_16((value) + 16), ENTRIES_16((value) + 32), ENTRIES_16((value) + 48)

const uint64_t decimal_byte_texts[256] = {ENTRIES_64(0), ENTRIES_64(64), ENTRIES_64(128), ENTRIES_64(192)};
