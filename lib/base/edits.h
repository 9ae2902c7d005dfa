/* How far apart two spellings are. */
#ifndef NX_BASE_EDITS_H
#define NX_BASE_EDITS_H

#include "newsidx.h"

/*
 * The edits that make one text of the other: a character put in, left out or
 * changed, or two neighbours exchanged, and none of those touched again (the
 * "optimal string alignment" distance). `most` + 1 if there are more than
 * `most`, or if a text is longer than NX_LIMIT_WORD_BYTES.
 */
size_t nx_edits(newsidx_text a, newsidx_text b, size_t most);

#endif
