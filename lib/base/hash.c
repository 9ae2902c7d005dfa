#include "base/hash.h"

#include "base/bytes.h"

#define MULTIPLIER UINT64_C(0xc6a4a7935bd1e995)
#define SHIFT 47

static uint64_t load(const char *bytes, size_t length)
{
    uint64_t value = 0;

    for (size_t i = 0; i < length; i++)
        value |= (uint64_t)(unsigned char)bytes[i] << (8 * i);
    return value;
}

/* Fewer than eight. Each of the lengths is a constant, so that no loop is left
 * of load(): most words have no more letters. */
static uint64_t last_bytes(const char *bytes, size_t length)
{
    uint64_t value = 0;
    size_t at = 0;

    if ((length & 4) != 0) {
        value = load(bytes, 4);
        at = 4;
    }
    if ((length & 2) != 0) {
        value |= load(bytes + at, 2) << (8 * at);
        at += 2;
    }
    if ((length & 1) != 0)
        value |= load(bytes + at, 1) << (8 * at);
    return value;
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
