/* The text of a mail's header fields. */
#ifndef NX_FORMATS_MAIL_WORDS_H
#define NX_FORMATS_MAIL_WORDS_H

#include "base/arena.h"
#include "base/buf.h"

/*
 * A field's value as one line of UTF-8 in `arena`: lines that were folded are
 * joined, encoded words ("=?utf-8?Q?Zo=C3=AB?=", RFC 2047) are decoded, and
 * bytes beyond ASCII that nothing declares are guessed. What isn't well-formed
 * stays as it is. NEWSIDX_ERR_MEMORY.
 */
newsidx_status nx_mail_words(newsidx_text value, nx_arena *arena,
                             newsidx_text *out_text, newsidx_error *err);

/* The same of bytes without encoded words, in a charset that is declared;
 * {NULL, 0} if it isn't. */
newsidx_status nx_mail_words_in(newsidx_text bytes, newsidx_text charset,
                                nx_arena *arena, newsidx_text *out_text,
                                newsidx_error *err);

/* Bytes in a charset that is declared, or {NULL, 0}, at the end of `out`;
 * how many were no text is added to `*replaced`, unless that is NULL.
 * NEWSIDX_ERR_LIMIT, _MEMORY. */
newsidx_status nx_mail_decode(newsidx_text bytes, newsidx_text charset,
                              nx_buf *out, uint64_t *replaced,
                              newsidx_error *err);

#endif
