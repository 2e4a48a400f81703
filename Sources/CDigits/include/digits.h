// Bytes as digits. Hexadecimal ones sixteen bytes at a time, in C for its vectors: those of Swift have no interleaving, and
// written with their subscripts this took 20 times as long as without vectors.

#pragma once

#include <stdint.h>
#include <string.h>

typedef uint8_t hex_digits_vector __attribute__((vector_size(16)));

static inline hex_digits_vector hex_digits_of_nibbles(hex_digits_vector nibbles)
{
    // A comparison gives 0 or -1 in each byte.
    return nibbles + '0' + ((hex_digits_vector)(nibbles > 9) & ('a' - '0' - 10));
}

static inline void hex_digits_store(hex_digits_vector bytes, uint8_t *target)
{
    hex_digits_vector high = hex_digits_of_nibbles(bytes >> 4), low = hex_digits_of_nibbles(bytes & 15);
    hex_digits_vector first = __builtin_shufflevector(high, low, 0, 16, 1, 17, 2, 18, 3, 19, 4, 20, 5, 21, 6, 22, 7, 23);
    hex_digits_vector second =
        __builtin_shufflevector(high, low, 8, 24, 9, 25, 10, 26, 11, 27, 12, 28, 13, 29, 14, 30, 15, 31);
    memcpy(target, &first, sizeof(first));
    memcpy(target + sizeof(first), &second, sizeof(second));
}

// Writes 32 digits for 16 bytes.
static inline void hex_digits_16(const uint8_t *source, uint8_t *target)
{
    hex_digits_vector bytes;
    memcpy(&bytes, source, sizeof(bytes));
    hex_digits_store(bytes, target);
}

// The same, the last byte first.
static inline void hex_digits_16_reversed(const uint8_t *source, uint8_t *target)
{
    hex_digits_vector bytes;
    memcpy(&bytes, source, sizeof(bytes));
    hex_digits_store(__builtin_shufflevector(bytes, bytes, 15, 14, 13, 12, 11, 10, 9, 8, 7, 6, 5, 4, 3, 2, 1, 0), target);
}

// Of each byte its decimal digits and a comma.
extern const uint64_t decimal_byte_texts[256];

// Writes the decimal digits of each byte and a comma behind them, and returns how long that is. There has to be room for
// 4 * count bytes, which are all written to.
static inline long decimal_bytes(const uint8_t *source, long count, uint8_t *target)
{
    uint8_t *end = target;
    for (long index = 0; index < count; index++) {
        uint64_t entry = decimal_byte_texts[source[index]];
        for (int place = 0; place < 4; place++) end[place] = (uint8_t)(entry >> (8 * place));
        end += entry >> 32;
    }
    return end - target;
}
