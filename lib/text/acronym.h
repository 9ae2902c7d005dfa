/* U.S. and US: names made of initials. */
#ifndef NX_TEXT_ACRONYM_H
#define NX_TEXT_ACRONYM_H

#include "newsidx.h"

#include <stdbool.h>

/*
 * The length of the dotted acronym at text.bytes[at], 0 if there is none: two
 * or more letters, each alone and with a dot after it; the last dot may be
 * missing. Of "U.S.to" that is "U.S.".
 */
size_t nx_acronym_length(newsidx_text text, size_t at);

/* True if the word is two to six of the letters A to Z. */
bool nx_acronym_is_capitals(newsidx_text word);

/*
 * True if the word between `start` and `end`, which is in capitals, stands
 * among words that aren't: near it in its line are more small letters than
 * capitals.
 */
bool nx_acronym_stands_out(newsidx_text text, size_t start, size_t end);

#endif
