/* Text in quotes: where it ends, and the quotes that are doubled in it. */
#ifndef NX_QUERY_QUOTES_H
#define NX_QUERY_QUOTES_H

#include "base/arena.h"
#include "base/buf.h"

#include <stdbool.h>

/*
 * Where the quote is that closes what begins at `start`, which any quote does,
 * and where to go on; two '"' are one that belongs to the text. False if there
 * is none.
 */
bool nx_quotes_find_close(newsidx_text text, size_t start, size_t *out_end,
                          size_t *out_next);

/* The text with one '"' for two: itself, or of the arena. bytes NULL when there
 * is no memory. */
newsidx_text nx_quotes_undouble(newsidx_text text, nx_arena *arena);

/* Add the text in quotes, each '"' doubled. */
void nx_quotes_add(nx_buf *out, newsidx_text text);

#endif
