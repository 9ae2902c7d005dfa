/* Which charset bytes are in that say nothing of it. */
#ifndef NX_FORMATS_CHARSET_GUESS_H
#define NX_FORMATS_CHARSET_GUESS_H

#include "newsidx.h"

#include <stdbool.h>

/* Characters beyond ASCII, and what would not be UTF-8. A character that the
 * end cuts is neither. */
typedef struct nx_charset_tally {
    uint64_t valid;
    uint64_t invalid;
} nx_charset_tally;

nx_charset_tally nx_charset_count(newsidx_text bytes);

/* Is it UTF-8, perhaps with some damage? Twice as much valid as not. */
bool nx_charset_is_utf8(nx_charset_tally tally);

/*
 * UTF-8 if it is that; else what uchardet says of the first 256 KiB, held
 * against what is known of its misses (README.md); CP1252 where it says
 * nothing. As in labels.h; NULL: out of memory.
 */
const char *nx_charset_guess(newsidx_text bytes);

#endif
