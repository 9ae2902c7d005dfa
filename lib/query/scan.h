/* The characters of a query: what parts words, what quotes, what is a word. */
#ifndef NX_QUERY_SCAN_H
#define NX_QUERY_SCAN_H

#include "base/arena.h"

#include <stdbool.h>

/*
 * The character at `offset`, which is inside the text; U+FFFD for what is not
 * UTF-8. `*out_end` is the offset after it.
 */
int32_t nx_scan_character(newsidx_text text, size_t offset, size_t *out_end);

/* White space of any kind, and control characters, which count as such. */
bool nx_scan_is_blank(int32_t character);

/* A control character that nobody types on purpose: no tab, no newline. */
bool nx_scan_is_control(int32_t character);

/* " “ ” „ « » */
bool nx_scan_is_quote(int32_t character);

/*
 * True if some character is neither blank nor punctuation. Punctuation is that
 * of ASCII and the common marks beyond it; an unknown character may be a
 * letter, so it counts as one.
 */
bool nx_scan_has_word(newsidx_text text);

/* How many characters are neither blank nor punctuation. */
size_t nx_scan_letter_count(newsidx_text text);

/* How many words stand between blanks; punctuation alone is none. */
size_t nx_scan_word_count(newsidx_text text);

/* The offset where the run of characters that are part of words ends. */
size_t nx_scan_run_end(newsidx_text text, size_t offset);

/* What counts as a blank while text is cleaned, beside the blanks. */
typedef enum nx_scan_parting {
    NX_SCAN_BLANKS,
    NX_SCAN_QUOTES, /* quotes too */
    NX_SCAN_ADDRESS /* ":" and "/" too, as in http://example.org */
} nx_scan_parting;

/*
 * A copy without blanks at the ends, other runs of blanks as one space, and
 * U+FFFD for what is not UTF-8. `bytes` is NULL when there is no memory.
 */
newsidx_text nx_scan_clean(nx_arena *arena, newsidx_text text,
                           nx_scan_parting parting);

/* How many bytes of a text a message shows, as "%.*s" wants to know it. */
int nx_scan_shown_length(newsidx_text text);

#endif
