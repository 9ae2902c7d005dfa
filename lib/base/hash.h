/* A fast 64-bit hash for tables and for telling texts apart. */
#ifndef NX_BASE_HASH_H
#define NX_BASE_HASH_H

#include <stddef.h>
#include <stdint.h>

/*
 * MurmurHash64A by Austin Appleby (public domain), read as little-endian on
 * every machine, so that stored hashes travel. Not for keeping secrets.
 */
uint64_t nx_hash64(const void *bytes, size_t length, uint64_t seed);

#endif
