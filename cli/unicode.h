/*
 * Code points of UTF-8: reading them, their width on a terminal, and what must
 * not reach one.
 *
 * Articles come from outside. An escape sequence in a headline could rename
 * the window, hide text or worse; bidirectional controls can make a line read
 * as something that it is not. Both are replaced wherever newsq prints text.
 */
#ifndef NEWSQ_UNICODE_H
#define NEWSQ_UNICODE_H

#include "memory.h"

#include <stdint.h>

/** Use the locale's idea of widths, or that of C.UTF-8. Call once, first. */
void unicode_init(void);

/** Is the locale's own charset UTF-8, so that signs beyond ASCII are seen? */
bool unicode_is_native(void);

/**
 * The code point at text.bytes[*offset], which moves past it. A byte that is
 * no UTF-8 gives U+FFFD. `*offset` must be less than `text.length`.
 */
uint32_t unicode_next(newsidx_text text, size_t *offset);

void unicode_add(nq_buffer *to, uint32_t letter);

/** Columns: 0, 1 or 2. */
size_t unicode_width(uint32_t letter);

/** Columns of a string. */
size_t unicode_text_width(newsidx_text text);

/**
 * What to print instead: a space for any white space, U+FFFD for controls,
 * 0 (print nothing) for invisible direction marks, else the letter itself.
 */
uint32_t unicode_clean(uint32_t letter);

/** Add `text` on one line, cleaned; runs of white space become one space. */
void unicode_add_line(nq_buffer *to, newsidx_text text);

/** The same, but tabs and line ends stay as they are. */
void unicode_add_block(nq_buffer *to, newsidx_text text);

/** Code points before byte `offset`. */
size_t unicode_column(newsidx_text text, size_t offset);

newsidx_text unicode_text(const char *string);

#endif
