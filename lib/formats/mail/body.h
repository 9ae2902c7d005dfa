/* Which parts of a mail its readers see, as one text. */
#ifndef NX_FORMATS_MAIL_BODY_H
#define NX_FORMATS_MAIL_BODY_H

#include "formats/mail/structure.h"
#include "ingest/item.h"

/*
 * The text of `root` and what is in it as article.body, its signature as
 * article.dropped; what is no text is named in "attachment" of the extra
 * fields, and a mail in the mail in "forwarded". Of alternatives the plain one
 * counts, unless it is empty or only a teaser of the other. The body is "" if
 * there's no text. NEWSIDX_ERR_LIMIT, _MEMORY.
 */
newsidx_status nx_mail_body_read(const nx_mail_part *root, nx_item *item,
                                 newsidx_error *err);

#endif
