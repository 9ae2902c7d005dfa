/* Steps through UTF-8 (RFC 3629). */
#ifndef NX_BASE_UTF8_H
#define NX_BASE_UTF8_H

#include "newsidx.h"

#include <stdbool.h>

#define NX_UTF8_INVALID ((int32_t)-1)
#define NX_UTF8_REPLACEMENT ((int32_t)0xFFFD)

/*
 * Decode the character that begins at `bytes`. `*out_length` is how many
 * bytes it takes, at least 1. Returns NX_UTF8_INVALID, with the length of the
 * ill-formed piece, for what is not UTF-8 (surrogates and overlong forms too).
 * `length` is at least 1.
 */
int32_t nx_utf8_decode(const char *bytes, size_t length, size_t *out_length);

/* Write `codepoint`, a valid one, to `out`; returns how many bytes, 1 to 4. */
size_t nx_utf8_encode(int32_t codepoint, char out[4]);

/* The offset of the first ill-formed byte; NEWSIDX_NO_OFFSET if none. */
size_t nx_utf8_find_invalid(const char *bytes, size_t length);

/* The largest length <= `length` that does not cut a character in two. */
size_t nx_utf8_cut(const char *bytes, size_t length);

/* True for the second and later bytes of a character. */
static inline bool nx_utf8_is_continuation(char byte)
{
    return ((unsigned char)byte & 0xC0u) == 0x80u;
}

#endif
