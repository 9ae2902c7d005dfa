/* The lines of a plain text in a mail. */
#ifndef NX_FORMATS_MAIL_FLOWED_H
#define NX_FORMATS_MAIL_FLOWED_H

#include "base/buf.h"

#include <stdbool.h>

/*
 * Add `text`, which is format=flowed (RFC 3676), to `out` with its lines
 * joined to paragraphs. With `is_spaced` (DelSp=yes), the blank that a line
 * which goes on ends in is none of the text's.
 */
void nx_mail_join_flowed(newsidx_text text, bool is_spaced, nx_buf *out);

/*
 * Where the signature of `text` begins: at the last line that is "-- ", or
 * "--" as programs leave it, if few enough lines follow; or at a line of many
 * underscores, below which lists and offices say who they are. The text's
 * length if it has none. `*out_behind` is where the text behind that line is.
 */
size_t nx_mail_find_signature(newsidx_text text, size_t *out_behind);

#endif
