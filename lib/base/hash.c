#include "base/hash.h"

#include "base/bytes.h"

#define MULTIPLIER UINT64_C(0xc6a4a7935bd1e995)
#define SHIFT 47

/* From one to seven bytes as a number. Bytes that are read twice come to the
 * same place: most words have no more, and this is without a loop. */
static uint64_t last_bytes(const char *bytes, size_t length)
{
    const unsigned char *in = (const unsigned char *)bytes;

    if (length >= 4)
        return nx_bytes_load32(in) | (uint64_t)nx_bytes_load32(in + length - 4)
                                         << (8 * (length - 4));
    return (uint64_t)in[0] | (uint64_t)in[length / 2] << (8 * (length / 2)) |
           (uint64_t)in[length - 1] << (8 * (length - 1));
}

uint64_t nx_hash64(const void *bytes, size_t length, uint64_t seed)
{
    const char *in = bytes;
    uint64_t hash = seed ^ ((uint64_t)length * MULTIPLIER);

    for (; length >= 8; in += 8, length -= 8) {
        uint64_t word = nx_bytes_load64(in);

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
