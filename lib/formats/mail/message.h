/* A mail to an article. */
#ifndef NX_FORMATS_MAIL_MESSAGE_H
#define NX_FORMATS_MAIL_MESSAGE_H

#include "ingest/item.h"

/*
 * Read `mail`, header and body as RFC 5322 and MIME have them, into `item`,
 * which was reset. README.md has the fields.
 *
 * @return NEWSIDX_OK; NEWSIDX_ERR_INPUT if there's no header; _LIMIT; _MEMORY.
 */
newsidx_status nx_mail_message_read(newsidx_text mail, nx_item *item,
                                    newsidx_error *err);

#endif
