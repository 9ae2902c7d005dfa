/* Text in any charset, declared or not, to UTF-8. */
#ifndef NX_FORMATS_CHARSET_CHARSET_H
#define NX_FORMATS_CHARSET_CHARSET_H

#include "base/buf.h"

/*
 * Which charset `bytes` are in, the whole document or its beginning: what a
 * byte order mark says; UTF-16 and UTF-32 by their NULs; the label that the
 * caller has from elsewhere (a mail's header), else the one in the document
 * (declared.h), unless the bytes are something else; UTF-8; a guess (guess.h).
 *
 * A declared charset isn't believed where it is of single bytes and all that
 * is not ASCII is well-formed UTF-8; where it is of several bytes and the bytes
 * are not that but are UTF-8; where it is UTF-8 and nothing beyond ASCII is.
 *
 * @param label  NULL: none, or one that isn't known: found out.
 * @return as in labels.h, static; NULL: out of memory.
 */
const char *nx_charset_choose(newsidx_text bytes, const char *label);

/*
 * The same by the beginning of a stream; *out_charset is NULL if only more of
 * it can tell (decoder.h). NEWSIDX_ERR_MEMORY.
 */
newsidx_status nx_charset_choose_stream(newsidx_text head,
                                        const char **out_charset,
                                        newsidx_error *err);

/*
 * Add `bytes` in UTF-8 to `out`, without the byte order mark.
 *
 * @param label         What declares a charset; NULL: find out.
 * @param out_replaced  How many U+FFFD were written for what could not be
 *                      decoded; may be NULL.
 * @return NEWSIDX_ERR_LIMIT if `out` can't hold it, _MEMORY, and _INPUT if the
 *         C library doesn't have the charset.
 */
newsidx_status nx_charset_decode(newsidx_text bytes, const char *label,
                                 nx_buf *out, uint64_t *out_replaced,
                                 newsidx_error *err);

/* The same from a charset that was chosen; NULL: there was no memory to. */
newsidx_status nx_charset_decode_from(newsidx_text bytes, const char *charset,
                                      nx_buf *out, uint64_t *out_replaced,
                                      newsidx_error *err);

/*
 * Open every charset once, so that the C library has loaded its modules: in a
 * process that may open no files later on. They stay until the process ends.
 * Not for two threads at once. One that can't be opened is left out.
 */
void nx_charset_preload(void);

#endif
