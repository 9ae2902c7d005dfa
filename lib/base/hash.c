#include "base/hash.h"

#define MULTIPLIER UINT64_C(0xc6a4a7935bd1e995)
#define SHIFT 47

/* Compilers make one load of this where the machine has the same order. */
static uint64_t eight_bytes(const unsigned char *bytes)
{
    return (uint64_t)bytes[0] | (uint64_t)bytes[1] << 8 |
           (uint64_t)bytes[2] << 16 | (uint64_t)bytes[3] << 24 |
           (uint64_t)bytes[4] << 32 | (uint64_t)bytes[5] << 40 |
           (uint64_t)bytes[6] << 48 | (uint64_t)bytes[7] << 56;
}

static uint64_t last_bytes(const unsigned char *bytes, size_t length)
{
    uint64_t value = 0;

    for (size_t i = 0; i < length; i++)
        value |= (uint64_t)bytes[i] << (8 * i);
    return value;
}

uint64_t nx_hash64(const void *bytes, size_t length, uint64_t seed)
{
    const unsigned char *in = bytes;
    uint64_t hash = seed ^ ((uint64_t)length * MULTIPLIER);

    for (; length >= 8; in += 8, length -= 8) {
        uint64_t word = eight_bytes(in);

        word *= MULTIPLIER;
        word ^= word >> SHIFT;
        word *= MULTIPLIER;
        hash ^= word;
        hash *= MULTIPLIER;
    }
    if (length > 0) {
        hash ^= last_bytes(in, length);
        hash *= MULTIPLIER;
    }
    hash ^= hash >> SHIFT;
    hash *= MULTIPLIER;
    hash ^= hash >> SHIFT;
    return hash;
}
