/* Bits of a word. */
#ifndef NX_BASE_BITS_H
#define NX_BASE_BITS_H

#include <stdint.h>

/* The number of the lowest bit that is set; there is one. */
static inline unsigned nx_lowest_bit(uint64_t bits)
{
    return (unsigned)__builtin_ctzll(bits);
}

static inline unsigned nx_count_bits(uint64_t bits)
{
    return (unsigned)__builtin_popcountll(bits);
}

#endif
