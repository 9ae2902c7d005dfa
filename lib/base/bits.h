/* What a processor can do and C can't say. */
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

/* The processor may fetch what is there: it will be asked for soon. */
static inline void nx_prefetch(const void *memory)
{
    __builtin_prefetch(memory);
}

#endif
