/* What the first bytes of a source say of its charset. */
#ifndef NX_FORMATS_CHARSET_DECLARED_H
#define NX_FORMATS_CHARSET_DECLARED_H

#include "newsidx.h"

/* How many first bytes are looked at, here and for the rest. */
#define NX_CHARSET_HEAD_BYTES ((size_t)4096)

/*
 * The label in an XML declaration, or in the first <meta> with a charset (of
 * its own, or in its content). Only of markup, which begins with "<": what a
 * text or a JSON string quotes declares nothing. {NULL, 0} if there is none; a
 * piece of `head`.
 */
newsidx_text nx_charset_declared(newsidx_text head);

/* Of a byte order mark, with its length; NULL without one. As in labels.h. */
const char *nx_charset_mark(newsidx_text head, size_t *out_length);

/*
 * UTF-16 and UTF-32 without a mark: text that has ASCII's characters, and
 * nothing that no text has, if it is read as one of them. NULL if not. As in
 * labels.h. Where the head has no NUL, it is not looked at: UTF-16 without one
 * blank, digit or line end isn't recognised.
 */
const char *nx_charset_wide(newsidx_text head);

#endif
