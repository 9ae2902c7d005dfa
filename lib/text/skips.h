/* Words that a reader of texts passes over. */
#ifndef NX_TEXT_SKIPS_H
#define NX_TEXT_SKIPS_H

#include "base/bytes.h"
#include "newsidx.h"

#include <stdbool.h>
#include <stdint.h>

/*
 * A word of at most 15 ASCII letters and digits: its bytes as two numbers, the
 * first byte lowest, with zeros behind.
 */
typedef struct nx_skip {
    uint64_t first;
    uint64_t second;
} nx_skip;

#define NX_SKIPS_BITS 13
#define NX_SKIPS_COUNT ((size_t)1 << NX_SKIPS_BITS)

/* No position of any text. */
#define NX_SKIPS_NEVER UINT32_MAX

/*
 * Words that nx_analyze_places() doesn't hand over. There is a place for each
 * value of a hash, and who comes last has it; words are compared whole, so that
 * none is taken for another.
 */
typedef struct nx_skips {
    nx_skip *places;   /* NULL before nx_skips_begin() */
    uint32_t except;   /* the word at this position is handed over all the same;
                        * NX_SKIPS_NEVER: none */
    uint32_t position; /* after a text: how many it has */
} nx_skips;

/* Forget all words. False when there is no memory. */
bool nx_skips_begin(nx_skips *skips);
void nx_skips_finish(nx_skips *skips);

/* Skip the word at [start, end) of `text` from now on, if it is such a one. */
void nx_skips_add(nx_skips *skips, newsidx_text text, size_t start, size_t end);

/*
 * The length of the word of ASCII letters and digits at text.bytes[at], with
 * whether it has a letter; 0 if there is none or it is too long or too near the
 * end of the text.
 */
static inline size_t nx_skip_read(newsidx_text text, size_t at, nx_skip *out,
                                  bool *out_has_letter);

static inline bool nx_skips_has(const nx_skips *skips, const nx_skip *word);

/* ---------------------------------------------------- of the last two ---- */

/* Eight times that byte. */
static inline uint64_t nx_skip_repeat(uint64_t byte)
{
    return byte * UINT64_C(0x0101010101010101);
}

/* The top bit of each byte that lies between `low` and `high`; the top bits of
 * all `bytes` are 0. */
static inline uint64_t nx_skip_between(uint64_t bytes, uint64_t low,
                                       uint64_t high)
{
    return (bytes + nx_skip_repeat(0x80 - low)) &
           ~(bytes + nx_skip_repeat(0x7F - high));
}

/*
 * The part of a word that eight bytes begin with, all of them at once (Lamport,
 * "Multiple Byte Processing with Full-Word Instructions", 1975): the length.
 */
static inline size_t nx_skip_cut(uint64_t bytes, uint64_t *out_word,
                                 bool *out_has_letter)
{
    const uint64_t tops = nx_skip_repeat(0x80);
    const uint64_t low = bytes & ~tops;
    const uint64_t letters =
        nx_skip_between(low | nx_skip_repeat(0x20), 'a', 'z') & ~bytes;
    const uint64_t digits = nx_skip_between(low, '0', '9') & ~bytes;
    const uint64_t others = (~(letters | digits) & tops) >> 7;
    /* All bits below the first byte that is neither. */
    const uint64_t word = (others & (~others + 1)) - 1;

    *out_word = bytes & word;
    *out_has_letter = (letters & tops & word) != 0;
    return (size_t)((word & nx_skip_repeat(1)) * nx_skip_repeat(1) >> 56);
}

static inline size_t nx_skip_read(newsidx_text text, size_t at, nx_skip *out,
                                  bool *out_has_letter)
{
    size_t length;
    size_t more;
    bool has_more;

    out->first = 0;
    out->second = 0;
    *out_has_letter = false;
    if (text.length - at < sizeof *out)
        return 0;
    length = nx_skip_cut(nx_bytes_load64(text.bytes + at), &out->first,
                         out_has_letter);
    if (length < 8)
        return length;
    more = nx_skip_cut(nx_bytes_load64(text.bytes + at + 8), &out->second,
                       &has_more);
    *out_has_letter = *out_has_letter || has_more;
    return more < 8 ? length + more : 0;
}

static inline nx_skip *nx_skips_place(const nx_skips *skips,
                                      const nx_skip *word)
{
    const uint64_t factor = UINT64_C(0x9E3779B97F4A7C15);
    const uint64_t hash = (word->first ^ word->second * factor) * factor;

    return &skips->places[hash >> (64 - NX_SKIPS_BITS)];
}

static inline bool nx_skips_has(const nx_skips *skips, const nx_skip *word)
{
    const nx_skip *place = nx_skips_place(skips, word);

    return place->first == word->first && place->second == word->second;
}

#endif
