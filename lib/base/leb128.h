/* Numbers of one to ten bytes: seven bits each, the lowest first (LEB128). */
#ifndef NX_BASE_LEB128_H
#define NX_BASE_LEB128_H

#include "base/buf.h"

#include <stdbool.h>
#include <stdint.h>

/* The top bit of a byte says that more follow. */
void nx_leb128_add(nx_buf *out, uint64_t number);

/*
 * Bytes from outside that are read from left to right. What can't be sets
 * `is_bad`, and from then on every number is 0: callers ask once, at the end.
 */
typedef struct nx_bytes {
    const unsigned char *at;
    const unsigned char *end;
    bool is_bad;
} nx_bytes;

nx_bytes nx_bytes_of(newsidx_text blob);

/* Bytes that are left. */
size_t nx_bytes_left(const nx_bytes *in);

/* The next number. Only its shortest form will do, so that the same things
 * have the same bytes. */
uint64_t nx_leb128_get(nx_bytes *in);

/* The same, where it has to be at most `most`. */
uint64_t nx_leb128_get_to(nx_bytes *in, uint64_t most);

#endif
