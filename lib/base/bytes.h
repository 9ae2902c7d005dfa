/* Numbers as bytes. */
#ifndef NX_BASE_BYTES_H
#define NX_BASE_BYTES_H

#include <stdint.h>

/* Eight bytes as a number, the first one lowest. Compilers make one load of
 * this where the machine has the same order. */
static inline uint64_t nx_bytes_load64(const void *from)
{
    const unsigned char *bytes = from;

    return (uint64_t)bytes[0] | (uint64_t)bytes[1] << 8 |
           (uint64_t)bytes[2] << 16 | (uint64_t)bytes[3] << 24 |
           (uint64_t)bytes[4] << 32 | (uint64_t)bytes[5] << 40 |
           (uint64_t)bytes[6] << 48 | (uint64_t)bytes[7] << 56;
}

/* The same of four. */
static inline uint32_t nx_bytes_load32(const void *from)
{
    const unsigned char *bytes = from;

    return (uint32_t)bytes[0] | (uint32_t)bytes[1] << 8 |
           (uint32_t)bytes[2] << 16 | (uint32_t)bytes[3] << 24;
}

#endif
